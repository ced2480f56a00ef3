"""The list of evidence: what there is, what it claims, what was submitted."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.coverage import excluded_types
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.policy import LIVE, WRITES
from touchstone.apps.portfolio.queries import by_day_and_name, listed, with_latest_submitted, withdrawn_from
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.page import Request, page


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return with_latest_submitted(visible_to(actor)).filter(pk=pk).first()


@page("evidence.list", find=_find)
def evidence(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan = plan_of(one)
    excluded = excluded_types(plan)
    return render(
        request,
        "portfolio/list.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "one": one,
            "not_held": isinstance(plan, PlanNotHeld),
            "rows": [
                {"piece": piece, "type": type_name(piece.type), "ksbs": codes_of(piece), "out": piece.type in excluded}
                for piece in by_day_and_name(listed(one))
            ],
            "withdrawn": [(piece, type_name(piece.type)) for piece in withdrawn_from(one)],
            "opens": bool(LIVE & request.held),
            "writes": bool(WRITES & request.held),
        },
    )
