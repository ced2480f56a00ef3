"""The selection: what goes into the portfolio and in which order, beside what the plan would say of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.access import action as row_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.plans.queries import deciding
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.coverage import covered, excluded_types
from touchstone.apps.portfolio.digests import copies_of, digest_of
from touchstone.apps.portfolio.facts import codes_of, portfolio_facts
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.policy import LIVE
from touchstone.apps.portfolio.queries import with_latest_submitted
from touchstone.apps.portfolio.selection import Selected, selection_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules import ask
from touchstone.rules.decision import BLOCKING
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.apprenticeship import address_for, find_apprenticeship, header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.portfolio.gateway import gateway_of, words_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

MEANWHILE = "Somebody changed the selection meanwhile, so yours was not saved. This is how it stands now."


class VersionForm(Form):
    version = fields.HiddenField()


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return with_latest_submitted(visible_to(actor)).filter(pk=pk).first()


@page("portfolio.selection", find=_find)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    selected = selection_of(one, plan)
    digest = digest_of(copy for copy, _ in copies_of(selected.pieces))
    decision = ask("portfolio", plan, portfolio_facts(selected.pieces), policy)
    parts = covered(plan, [(piece, codes_of(piece)) for piece in selected.pieces])
    rows = _rows(selected, excluded_types(plan))
    return render(
        request,
        "portfolio/selection.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "one": one,
            "words": words_of(plan),
            "gateway": gateway_of(one, one.submitted_at),  # type: ignore[attr-defined]
            "same": digest == one.submitted_digest,  # type: ignore[attr-defined]
            "rows": rows[: len(selected.pieces)],
            "left": rows[len(selected.pieces) :],
            "parts": parts,
            "covered": sum(part.claimed for part in parts),
            "total": sum(part.total for part in parts),
            "findings": finding_items(decision.findings, plan, policy=policy),
            "in_the_way": sum(finding.verdict in BLOCKING for finding in decision.findings),
            "untouched": not selected.version,
            "warnings": len(decision.warnings),
            "rests_on": decision.rests_on,
            "not_held": isinstance(plan, PlanNotHeld),
            "opens": bool(LIVE & request.held),
            "chooses": bool(row_of("portfolio.select").roles & request.held),
            "submit": address_for(request.held, "portfolio:submit", one),
            "form": VersionForm(initial={"version": selected.version}),
        },
    )


@require_POST
@page("portfolio.select", find=find_apprenticeship)
def choose(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """One button of the page: ``do`` says which piece goes where; the browser returns to the place it was pressed."""
    form = VersionForm(request.POST)
    version = version_of(form) if form.is_valid() else -1
    wanted, at = _wanted(selection_of(one), request.POST.get("do", ""))
    try:
        services.select(who=request.actor, apprenticeship=one, version=version, pieces=wanted)
    except Stale:
        messages.warning(request, MEANWHILE)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        return redirect(reverse("portfolio:selection", args=[one.pk]) + at)
    return redirect("portfolio:selection", pk=one.pk)


def _wanted(selected: Selected, do: str) -> tuple[list[uuid.UUID], str]:
    """The selection after “in:<piece>”, “out:<piece>”, “up:<place>:<piece>” or “down:<place>:<piece>”, and the place
    on the page where whoever pressed goes on. A place counts from 1, so that pressing twice does it once."""
    verb, _, rest = do.partition(":")
    place, _, pk = rest.rpartition(":")
    known = {str(piece.pk): piece.pk for piece in (*selected.pieces, *selected.left)}
    if pk not in known:
        return selected.ids, ""
    others = [one for one in selected.ids if one != known[pk]]
    if verb == "out":
        return others, f"#in-{pk}"
    if verb == "in":
        return (selected.ids if known[pk] in selected.ids else [*others, known[pk]]), f"#out-{pk}"
    at = min(max(int(place) if place.isdecimal() and len(place) < 4 else 1, 1), len(others) + 1)
    button = "down" if at == 1 else "up" if at > len(others) else verb
    return [*others[: at - 1], known[pk], *others[at - 1 :]], f"#{button}-{pk}"


def _rows(selected: Selected, excluded: Iterable[str]) -> list[dict[str, Any]]:
    brings = selected.brings()

    def row(piece: Evidence) -> dict[str, Any]:
        return {
            "piece": piece,
            "type": type_name(piece.type),
            "ksbs": codes_of(piece),
            "brings": brings[piece.pk],
            "excluded": piece.type in excluded,
        }

    return [row(piece) for piece in (*selected.pieces, *selected.left)]
