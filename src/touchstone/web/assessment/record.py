"""The record of an assessment as a list of tasks, and completing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.standing import RecordSheet, Standing, sheet_of, standing_of
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.results.queries import checks_of
from touchstone.web.assessment import finding
from touchstone.web.assessment.complete_form import CompleteForm
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.record import record_context, sheet_for
from touchstone.web.parts.sheet.tasks import missing, tasks_of

CHANGED = "The record was changed meanwhile, in another window. Look at it as it is now, then complete it."


@page("record.open", find=finding.record)
def show(request: Request, record: Record) -> HttpResponse:
    services.open_record(who=request.actor, record=record, page="record")
    sheet = sheet_for(record, sheet_of)
    standing = standing_of(sheet, record.gateway_confirmed_at)  # type: ignore[attr-defined]  # annotated when read
    context = _context(request, sheet, standing) | {
        "checks": checks_of(record),
        "tasks": tasks_of(sheet, lambda name, *more: reverse(f"assessment:{name}", args=[record.pk, *more]))
        if _writes(request, record)
        else None,
        "missing": missing(sheet, standing),
    }
    return render(request, "assessment/record.html", context)


@page("record.write", find=finding.record)
def complete(request: Request, record: Record) -> HttpResponse:
    sheet = sheet_for(record, sheet_of)
    standing = standing_of(sheet, record.gateway_confirmed_at)  # type: ignore[attr-defined]  # annotated when read
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    form = CompleteForm(
        request.POST or None,
        initial={"version": record.version},
        needs_ruling=standing.conduct.outcome == "needs-ruling",
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.complete(who=request.actor, record=record, **form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            form.refill({"version": str(record.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "The record is completed and locked. It goes to quality assurance.")
            return redirect("assessment:record", record.pk)
    else:
        services.open_record(who=request.actor, record=record, page="complete")
    context = _context(request, sheet, standing) | {"form": form, "missing": missing(sheet, standing)}
    return render(request, "assessment/complete.html", context, status=422 if form.is_bound else 200)


def _writes(request: Request, record: Record) -> bool:
    own = record.booking.assessor_id == request.actor.person_id
    return own and Role.ASSESSOR in request.held and record.state == Record.State.OPEN


def _context(request: Request, sheet: RecordSheet, standing: Standing) -> dict[str, Any]:
    header = header_of(request.held, sheet.record.apprenticeship, "assessment")
    return {"header": header, **record_context(sheet, standing)}
