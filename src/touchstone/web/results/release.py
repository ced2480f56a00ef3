"""Releasing the result, once every method's marks are agreed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.services import open_record
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results import services, tasks
from touchstone.apps.results.queries import records_of, result_of
from touchstone.standards.model import Plan
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.results import finding
from touchstone.web.ui.forms import Form


@page("result.release", find=finding.apprenticeship)
def release(request: Request, one: Apprenticeship) -> HttpResponse:
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            result = services.release(who=request.actor, apprenticeship=one)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            tasks.render_statement.enqueue(str(result.pk))
            messages.success(request, f"The result of {one.apprentice.name} is released")
            return redirect("results:show", one.pk)
    plan, records = plan_of(one), records_of(one)
    context = {"header": header_of(request.held, one, "result"), "one": one, "plan": plan, "form": form}
    if isinstance(plan, Plan):
        decision = services.prospect(one, records)
        agreed = [record for record in records.values() if record.state == record.State.AGREED]
        for record in agreed if request.method == "GET" else ():
            open_record(who=request.actor, record=record, page="release")
        context |= {
            "records": [(method, records.get(method.id)) for method in plan.methods],
            "ready": len(agreed) == len(plan.methods),
            "decision": decision,
            "items": finding_items(decision.findings, plan),
            "result": result_of(one),
        }
    return render(request, "results/release.html", context, status=422 if form.errors else 200)
