"""Submitting the portfolio: choose the pieces, see what the plan says of them, submit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.plans.queries import deciding
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.coverage import excluded_types
from touchstone.apps.portfolio.facts import codes_of, portfolio_facts
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.queries import live
from touchstone.apps.records.refusal import Refused
from touchstone.rules import ask
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class ChoiceForm(Form):
    pieces = fields.CheckboxesField(
        label="Pieces to submit", error_messages={"required": "Select the pieces you want to submit"}
    )

    def __init__(self, *args: Any, live: Sequence[Evidence], excluded: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pieces"]
        field.choices = [(str(piece.pk), piece.title) for piece in live]  # type: ignore[attr-defined]
        field.hints = {str(piece.pk): _about(piece, piece.type in excluded) for piece in live}  # type: ignore[attr-defined]
        self.initial["pieces"] = [str(piece.pk) for piece in live if piece.type not in excluded]

    def chosen(self) -> list[uuid.UUID]:
        if not self.is_bound:
            return [uuid.UUID(pk) for pk in self.initial["pieces"]]
        return [uuid.UUID(pk) for pk in self.cleaned_data.get("pieces", [])]


@page("portfolio.submit", find=find_apprenticeship)
def submit(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    pieces = list(reversed(live(one)))
    form = ChoiceForm(request.POST or None, live=pieces, excluded=excluded_types(plan))
    form.full_clean()
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "check":
        try:
            portfolio = services.submit(who=request.actor, apprenticeship=one, pieces=form.chosen())
        except Refused as refused:
            form.add_error("pieces", list(refused.reasons))
        else:
            messages.success(request, f"Portfolio {portfolio.number} is submitted. It stays as it is at this address.")
            return redirect("portfolio:submitted", pk=portfolio.pk)
    chosen = set(form.chosen())
    decision = ask("portfolio", plan, portfolio_facts(piece for piece in pieces if piece.pk in chosen), policy)
    return render(
        request,
        "portfolio/submit.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "one": one,
            "form": form,
            "pieces": pieces,
            "number": len(chosen),
            "passes": services.may_pass_on(decision),
            "not_held": isinstance(plan, PlanNotHeld),
            "silent": decision.outcome == "needs-ruling",
            "findings": finding_items(decision.findings, plan, policy=policy),
            "rests_on": decision.rests_on,
        },
        status=422 if form.errors and form.is_bound else 200,
    )


def _about(piece: Evidence, excluded: bool) -> str:
    words = [type_name(piece.type), ", ".join(codes_of(piece)) or "no KSBs"]
    if piece.mentee_code:
        words.append(f"mentee {piece.mentee_code}")
    if excluded:
        words.append("cannot count under this plan")
    return " · ".join(words)
