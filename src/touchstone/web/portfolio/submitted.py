"""A submitted portfolio: frozen, at an address of its own, with its mapping form."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.people.actor import Actor
from touchstone.apps.plans.queries import plan_for
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.coverage import layout
from touchstone.apps.portfolio.digests import stands
from touchstone.apps.portfolio.models import SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.policy import WRITES
from touchstone.apps.portfolio.queries import items_of, items_visible_to, submitted_of, submitted_visible_to
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.evidence import WHAT_EMPLOYERS_SAID, type_name, witness_name
from touchstone.web.parts.page import Request, page


def _find(actor: Actor, pk: uuid.UUID) -> SubmittedPortfolio | None:
    return submitted_visible_to(actor).filter(pk=pk).first()


def _find_item(actor: Actor, pk: uuid.UUID) -> SubmittedItem | None:
    return items_visible_to(actor).filter(pk=pk).first()


@page("portfolio.see", find=_find)
def show(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    one, items = portfolio.apprenticeship, list(items_of(portfolio))
    attempts = list(submitted_of(one))
    under = next(attempt.under for attempt in attempts if attempt.pk == portfolio.pk)  # type: ignore[attr-defined]
    return render(
        request,
        "portfolio/submitted.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "portfolio": portfolio,
            "withdrawn": [item for item in items if hasattr(item.evidence, "withdrawal")],
            "stands": stands(portfolio, items),
            "items": [{"item": item, "type": type_name(item.type), "files": len(item.files.all())} for item in items],
            "others": [other for other in attempts if other.pk != portfolio.pk],
            "mapping": [
                (method, [(group, [(ksb, [item for item in items if ksb.code in item.ksbs]) for ksb in ksbs])
                          for group, ksbs in groups])
                for method, groups in layout(plan_for(one.assessment_organisation, under))
            ],
        },
    )  # fmt: skip


@page("portfolio.open-item", find=_find_item)
def item(request: Request, item: SubmittedItem) -> HttpResponseBase:
    services.open_submitted_item(who=request.actor, item=item)
    one = item.portfolio.apprenticeship
    under = submitted_of(one).get(pk=item.portfolio_id).under  # type: ignore[attr-defined]  # annotated when read
    texts = {ksb.code: ksb.text for ksb in plan_for(one.assessment_organisation, under).ksbs}
    return render(
        request,
        "portfolio/submitted_item.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "item": item,
            "portfolio": item.portfolio,
            "type": type_name(item.type),
            "contribution": WHAT_EMPLOYERS_SAID.get(item.contribution, ""),
            "ksbs": [(code, texts.get(code, "")) for code in item.ksbs],
            "said": {claim["code"]: (claim, None) for claim in item.claims or ()},
            "witness": witness_name(item.witness),
            "files": list(item.files.order_by("uploaded_at", "pk")),
            "withdraws": bool(WRITES & request.held),
        },
    )
