"""The overview of an apprenticeship: what it is, who takes part, what is next and whose turn it is."""

from __future__ import annotations

import uuid

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, plan_of
from touchstone.apps.apprenticeships.facts import programme_facts
from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.apprenticeships.queries import participants_of, visible_to, with_participants
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.queries import with_latest_submitted
from touchstone.apps.results.stages import Stage, with_stage
from touchstone.rules.decision import Decision, Finding
from touchstone.standards.model import PlanNotHeld
from touchstone.web.apprenticeships.next_steps import next_step
from touchstone.web.parts.apprenticeship import address_for, header_of
from touchstone.web.parts.page import Request, page


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    rows = with_latest_submitted(with_stage(visible_to(actor)))
    return with_participants(rows).prefetch_related("breaks").filter(pk=pk).first()


@page("apprenticeship.see", find=_find)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan, everybody = plan_of(one), participants_of(one)
    duration = ask("gateway", one, programme_facts(one, timezone.localdate()))
    return render(
        request,
        "apprenticeships/show.html",
        {
            "header": header_of(request.held, one, "overview"),
            "one": one,
            "not_held": isinstance(plan, PlanNotHeld),
            "rests_on": duration.rests_on,
            "earliest": duration.score.get("earliest"),
            "sum": _duration_finding(duration),
            "identified": bool(action("apprenticeship.identify").roles & request.held),
            "taking_part": [part for part in everybody if part.until is None],
            "formerly": [part for part in everybody if part.until is not None],
            "roles": dict(Role.choices),
            "breaks": sorted(
                (out for out in one.breaks.all() if out.kind == BreakInLearning.Kind.BREAK),
                key=lambda broken: broken.first_day,
            ),
            "portfolio": _portfolio(request, one),
            "may_break": bool(action("apprenticeship.breaks").roles & request.held),
            "may_share": bool(action("apprenticeship.share").roles & request.held),
            "may_correct": bool(_who_corrects(one) & request.held),
            "may_correct_people": bool(action("apprenticeship.correct-person").roles & request.held),
            "people": address_for(request.held, "apprenticeships:people", one),
            "concern": address_for(request.held, "concerns:raise", one),
            "seen": address_for(request.held, "apprenticeships:seen", one),
            "next": next_step(one, request.held),
        },
    )


def _who_corrects(one: Apprenticeship) -> frozenset[Role]:
    """The roles that correct ULN and date of birth of an apprenticeship read with its stage."""
    released = one.stage == Stage.RELEASED  # type: ignore[attr-defined]  # annotated by with_stage
    return action("apprenticeship.correct-released" if released else "apprenticeship.correct").roles


def _portfolio(request: Request, one: Apprenticeship) -> str:
    """The address of the newest submitted portfolio, for those who may read it."""
    newest = one.submitted_pk  # type: ignore[attr-defined]  # annotated by with_latest_submitted
    may = action("portfolio.see").roles & request.held
    return reverse("portfolio:submitted", args=[newest]) if newest and may else ""


def _duration_finding(decision: Decision) -> Finding | None:
    """The rule that gives the earliest date, with its sum in words."""
    return next((finding for finding in decision.findings if finding.rule == "gateway.minimum-duration"), None)
