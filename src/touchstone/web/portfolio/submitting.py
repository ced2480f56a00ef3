"""Submitting the portfolio: the selection looked over once more, in its order, and handed in as it was seen."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.plans.queries import deciding
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.digests import copies_of, digest_of
from touchstone.apps.portfolio.facts import portfolio_facts
from touchstone.apps.portfolio.queries import latest_submitted
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules import ask
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.findings import finding_items, reasons_of
from touchstone.web.parts.page import Request, page
from touchstone.web.portfolio.gateway import words_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

MEANWHILE = "The selection, or a piece in it, changed since you looked at it. Nothing was submitted. Look at it again."


class SubmitForm(Form):
    seen = fields.HiddenField()  # the digest of what the page shows: this is what is submitted, or nothing


@page("portfolio.submit", find=find_apprenticeship)
def submit(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            portfolio = services.submit(who=request.actor, apprenticeship=one, seen=form.cleaned_data["seen"])
        except Refused as refused:
            form.add_error(None, reasons_of(refused))
        except Stale:
            form.add_error(None, MEANWHILE)
        else:
            messages.success(request, f"Portfolio {portfolio.number} is submitted. It stays as it is at this address.")
            return redirect("portfolio:submitted", pk=portfolio.pk)
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    pieces, latest = selection_of(one, plan).pieces, latest_submitted(one)
    decision = ask("portfolio", plan, portfolio_facts(pieces), policy)
    items = copies_of(pieces)
    digest = digest_of(item for item, _ in items)
    return render(
        request,
        "portfolio/submit.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "one": one,
            "form": form,
            "fresh": SubmitForm(initial={"seen": digest}),
            "words": words_of(plan),
            "rows": [{"item": item, "type": type_name(item.type), "files": len(files)} for item, files in items],
            "latest": latest,
            "same": latest is not None and (latest.digest, latest.under) == (digest, one.plan_id),  # type: ignore[attr-defined]
            "passes": services.may_pass_on(decision),
            "not_held": isinstance(plan, PlanNotHeld),
            "silent": decision.outcome == "needs-ruling",
            "findings": finding_items(decision.findings, plan, policy=policy),
            "rests_on": decision.rests_on,
        },
        status=422 if form.errors and form.is_bound else 200,
    )
