"""The gateway of an apprenticeship: each requirement with verdict, reason, clause and whose turn it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from touchstone import rules
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.facts import booking_facts
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.period import period_of
from touchstone.apps.gateway.policy import IDENTITY_SEEN_BY
from touchstone.apps.gateway.requirements import DOCUMENTS, Fact
from touchstone.apps.gateway.rulings import Ruler, ruler_of, ruler_read_with
from touchstone.apps.people.access import action
from touchstone.apps.results.identities import Keeping, keeping_of, not_before_a_result
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.gateway.beside import wanted_beside
from touchstone.web.gateway.finding import attempts_of, find_gateway, find_with_people
from touchstone.web.gateway.items import how, status_of
from touchstone.web.gateway.mapping import mapping_form_of
from touchstone.web.gateway.standing import Line, Standing, extras, ruling_in_words, standing_of
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import briefly
from touchstone.web.parts.page import Request, page

State = Gateway.State
VERBS = {"file": "Upload", "portfolio": "Attach", "mapping": "Confirm", "declaration": "Sign", "employer": "Give"}


@page("gateway.see", find=find_with_people)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    newest, *earlier = attempts_of(one)
    standing = standing_of(newest, request.held, earlier[0] if earlier else None)
    return render(
        request,
        "gateway/show.html",
        {
            **shown(request, standing, ruler_read_with(one)),
            "beside": wanted_beside(one, request.held),
            "extras": [(fact, standing.given.get(fact.name), _give(standing, fact)) for fact in extras(standing)],
            "earlier": earlier,
            "to_give_anew": [
                (line.title, status_of(standing, line)) for line in standing.lines if not line.given and line.before
            ],
            "may_submit": _may(request, "gateway.submit") and standing.begun and newest.state == State.OPEN,
            "may_decide": _may(request, "gateway.decide") and newest.state == State.SUBMITTED,
            "period": period_of(newest, standing.plan, standing.policy),
            "earliest": earliest_of_each(standing) if newest.state == State.CONFIRMED else [],
        },
    )


@page("gateway.see", find=find_gateway)
def attempt(request: Request, gateway: Gateway) -> HttpResponse:
    """One attempt as it was, by the decision it was decided by."""
    organisation = gateway.apprenticeship.assessment_organisation
    ruler = ruler_of(organisation) if gateway.state == State.SUBMITTED else Ruler(organisation)
    return render(request, "gateway/attempt.html", shown(request, standing_of(gateway, request.held), ruler))


def shown(request: Request, standing: Standing, ruler: Ruler) -> dict[str, Any]:
    """What every page about an attempt shows."""
    one = standing.gateway.apprenticeship
    return {
        "header": header_of(request.held, one, "gateway"),
        "one": one,
        "gateway": standing.gateway,
        "standing": standing,
        "findings": briefly([_finding(request, standing, line) for line in standing.lines], standing.plan),
        "met": sum(standing.met(line) for line in standing.lines),
        "ruler": ruler,
        "may_rule": _may(request, "gateway.rule") and ruler.is_(request.actor),
        "portfolio_rulings": [ruling_in_words(ruled) for ruled in standing.rulings if ruled.about == "portfolio"],
        "not_held": isinstance(standing.plan, PlanNotHeld),
        "mapping_form": mapping_form_of(standing.gateway),
        "identity": _identity(request, standing),
        "document": (document := _document(standing)),
        "keeping": _keeping(standing) if document and document.file_id else None,
    }


def earliest_of_each(standing: Standing) -> list[tuple[str, dt.date | None, str]]:
    """Each method with the first day it may be held if notice is given today, and the sum."""
    plan, gateway = standing.plan, standing.gateway
    if not isinstance(plan, Plan) or gateway.decided_at is None:
        return []
    today = timezone.localdate()
    received = today if any(given.portfolio_id for given in standing.given.values()) else None
    found = []
    for method in plan.methods:
        facts = booking_facts(gateway, method=method.id, notice_given=today, portfolio_received=received)
        decision = rules.ask("booking", plan, facts, standing.policy)
        silent = next((finding.because for finding in decision.findings if finding.rule == "plan.silent"), "")
        found.append((method.name, decision.score.get("earliest"), silent))
    return found


def _finding(request: Request, standing: Standing, line: Line) -> dict[str, Any]:
    one, fact = standing.gateway.apprenticeship, line.fact
    return {
        "verdict": line.finding.verdict,
        "says": line.says or line.finding.because,
        "because": standing.because(line) if line.says else "",
        "note": standing.note(line),
        "clause": line.finding.clause,
        "unchecked": not line.finding.checked,
        "status": status_of(standing, line),
        "how": how(fact) if fact and standing.editable and not line.locked else "",
        "shows_form": fact is not None and fact.how == "mapping",
        "href": reverse("gateway:give", args=[one.pk, fact.name]) if fact and _give(standing, fact) else "",
        "link": _words(line),
    }


def _words(line: Line) -> str:
    verb = VERBS.get(line.fact.how, "Record") if line.fact else "Record"
    return f"{'Change' if line.given else verb}: {line.title}"


def _give(standing: Standing, fact: Fact) -> bool:
    given = standing.given.get(fact.name)
    return standing.editable and fact.turn in standing.held and not (given and given.accepted)


def _may(request: Request, name: str) -> bool:
    return bool(action(name).roles & request.held)


def _document(standing: Standing) -> Given | None:
    """The identity document, there or deleted, for whoever may know how a requirement was met."""
    document = next((given for fact, given in standing.given.items() if fact in DOCUMENTS), None)
    return document if standing.detailed else None


def _keeping(standing: Standing) -> Keeping:
    """Of an attempt nobody has decided on it is known without asking."""
    undecided = standing.gateway.state in {State.OPEN, State.SUBMITTED}
    return not_before_a_result() if undecided else keeping_of(standing.gateway.apprenticeship)


def _identity(request: Request, standing: Standing) -> Any:
    """The identity document's row, for those who may open it."""
    if not IDENTITY_SEEN_BY & request.held:
        return None
    return next((given for given in standing.given.values() if given.file_id), None)
