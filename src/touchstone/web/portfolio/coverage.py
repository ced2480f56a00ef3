"""What the evidence covers, and what the plan's portfolio rules say of it today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.plans.queries import deciding
from touchstone.apps.portfolio.coverage import covered, state_of
from touchstone.apps.portfolio.facts import codes_of, portfolio_facts
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.policy import LIVE, PROGRESS
from touchstone.apps.portfolio.queries import accepted_or_not, live
from touchstone.rules import ask
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page


@page("evidence.coverage", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    pieces = list(reversed(live(one)))
    decision = ask("portfolio", plan, portfolio_facts(pieces), policy)
    parts = covered(plan, [(piece, codes_of(piece)) for piece in pieces])
    return render(
        request,
        "portfolio/coverage.html",
        {
            "header": header_of(request.held, one, "coverage"),
            "one": one,
            "not_held": isinstance(plan, PlanNotHeld),
            "parts": parts,
            "claimed": sum(part.claimed for part in parts),
            "total": sum(part.total for part in parts),
            "pieces": len(pieces),
            "judged": _judged(pieces, accepted_or_not(pieces)),
            "findings": finding_items(decision.findings, plan, policy=policy),
            "rests_on": decision.rests_on,
            "titles": bool(PROGRESS & request.held),
            "opens": bool(LIVE & request.held),
        },
    )


def _judged(pieces: Sequence[Evidence], accepted: Mapping[Any, bool]) -> Mapping[str, str]:
    """KSB -> what its claims come to."""
    found: dict[str, list[bool | None]] = defaultdict(list)
    for piece in pieces:
        for code in codes_of(piece):
            found[code].append(accepted.get((piece.pk, code)))
    return {code: state_of(judged) for code, judged in found.items()}
