"""Giving what the gateway asks for, and submitting it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask_and_keep, plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.letters import tell_submitted
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.queries import attached_portfolio, current
from touchstone.apps.gateway.requirements import Fact, asked, title_of
from touchstone.apps.gateway.rulings import lacks_only_rulings, to_rule_on, waiting_for_ruling
from touchstone.apps.gateway.services.attempts import begin, lock, reopen
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.models import StoredFile, SubmittedPortfolio
from touchstone.apps.portfolio.queries import submitted_of
from touchstone.apps.records.log import log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.days import say
from touchstone.rules.decision import Decision
from touchstone.rules.facts import FactsError, read
from touchstone.rules.plain import plain

State = Gateway.State


@transaction.atomic
def open_gateway(*, who: Actor, apprenticeship: Apprenticeship) -> Gateway:
    """The newest attempt; begun now when there is none. Idempotent."""
    Apprenticeship.objects.select_for_update(no_key=True).get(pk=apprenticeship.pk)
    return current(apprenticeship) or begin(who=who, apprenticeship=apprenticeship, after=None)


@transaction.atomic
def give(
    *,
    who: Actor,
    gateway: Gateway,
    fact: str,
    value: Any,
    version: int,
    file: StoredFile | None = None,
    portfolio: SubmittedPortfolio | None = None,
    note: str = "",
    dated: dt.date | None = None,
) -> Given:
    """Give one fact, ``value`` in the words of the rules' facts, or give it anew.

    Raises Refused for a fact the plan does not ask for, one that is not this person's to give, a value that is none,
    one that was accepted in an earlier attempt, and an attempt that is no longer open; Stale when somebody gave the
    same fact after ``version`` was read.
    """
    locked = lock(gateway)
    named = _asked(locked, fact)
    giver = _giver(who, named)
    _is_open(locked)
    _is_sound(locked, named, value, file, portfolio, dated)
    before = locked.given.select_related("file", "answered_by").filter(fact=fact).first()
    _is_not_accepted(before)
    given = Given(
        gateway=locked,
        fact=fact,
        value=plain(value),
        note=note.strip(),
        dated=dated,
        file=file,
        portfolio=portfolio,
        given_by_id=giver,
        given_as=who.acting_as,
        given_at=timezone.now(),
    )
    if before and _same(before, given):
        return before
    if before and before.at_version > version:
        raise Stale
    locked.version += 1
    locked.save(update_fields=["version"])
    given.at_version = locked.version
    locked.given.filter(fact=fact).delete()
    given.save()
    if named.how == "portfolio" and before and before.portfolio_id != given.portfolio_id:
        # a mapping form is confirmed against one portfolio: another portfolio asks for it again
        locked.given.filter(portfolio=before.portfolio_id).exclude(pk=given.pk).delete()
    reopen(locked, [fact], "was given anew")
    log(
        "gateway.given",
        who=who,
        on=given,
        apprenticeship=locked.apprenticeship_id,
        details={"fact": fact, "title": named.title, "gateway": str(locked.pk), "again": before is not None},
        personal={"value": given.value, "note": given.note, "before": before.value if before else None},
    )
    return given


def submit(*, who: Actor, gateway: Gateway, version: int) -> Gateway:
    """Hand the attempt to the assessment organisation; from then on nobody changes what was given.

    Raises Refused with the decision when a requirement is not met or not known, Stale when something changed since
    ``version`` was read. The decision is kept either way. Sending it again changes nothing; of two people who send the
    same pack at once, ``submitted_by`` is the first.
    """
    with transaction.atomic():
        locked = lock(gateway)
        if locked.state == State.SUBMITTED and (
            locked.submitted_by_id == who.person_id or locked.version == version + 1
        ):
            return locked
        _is_open(locked)
        if locked.version != version:
            raise Stale
        _is_not_ruled_against(locked)
        if refused := _of_another_version(locked, attached_portfolio(locked)):
            _open_again(locked, refused)
        else:
            decision, stored = ask_and_keep(
                "gateway", locked.apprenticeship, gateway_facts(locked, timezone.localdate()), who=who
            )
            if lacks_only_rulings(decision.findings):
                return _handed_in(locked, who, decision, stored)
            refused = Refused.by(decision)
    raise refused


def _handed_in(locked: Gateway, who: Actor, decision: Decision, stored: StoredDecision) -> Gateway:
    locked.state, locked.decision = State.SUBMITTED, stored.pk
    locked.submitted_by_id, locked.submitted_at = who.person_id, timezone.now()
    locked.version += 1
    locked.save()
    told = tell_submitted(locked, waits_for_ruling=bool(waiting_for_ruling(locked, timezone.localdate())))
    log(
        "gateway.submitted",
        who=who,
        on=locked,
        apprenticeship=locked.apprenticeship_id,
        details={
            "number": locked.number,
            "outcome": decision.outcome,
            "decision": str(stored.pk),
            "told": told,
        },
    )
    return locked


def _asked(gateway: Gateway, fact: str) -> Fact:
    facts = asked(plan_of(gateway.apprenticeship))
    if fact not in facts:
        raise Refused("The plan of this apprenticeship does not ask for this at the gateway.")
    return facts[fact]


def _giver(who: Actor, fact: Fact) -> uuid.UUID:
    if who.person_id is None or who.acting_as != fact.turn:
        raise Refused(f"Only the {fact.turn.label.lower()} can give this, in their own account.")
    return who.person_id


def _is_open(gateway: Gateway) -> None:
    if gateway.state != State.OPEN:
        raise Refused(f"Nothing can be changed: this gateway is “{State(gateway.state).label.lower()}”.")


def _is_not_accepted(before: Given | None) -> None:
    if before and before.accepted and before.answered_by and before.answered_at:
        by, day = before.answered_by.name, say(timezone.localdate(before.answered_at))
        raise Refused(f"{title_of(before.fact)}: {by} accepted it on {day}, so it cannot be changed any more.")


def _is_not_ruled_against(gateway: Gateway) -> None:
    """A ruling on a portfolio stands: another portfolio is needed, not another ruling."""
    for one in to_rule_on(gateway):
        if one.about == "portfolio" and one.ruling and not one.ruling.allowed:
            raise Refused(
                "The assessment organisation ruled that the attached portfolio is not accepted: "
                f"{one.ruling.reason} Attach a newer one."
            )


def _of_another_version(gateway: Gateway, portfolio: SubmittedPortfolio | None) -> Refused | None:
    """What was asked by the rules of an earlier version has not been asked by those of today's."""
    one = gateway.apprenticeship
    if portfolio is None or submitted_of(one).filter(pk=portfolio.pk, under=one.plan_id).exists():  # type: ignore[misc]
        return None
    return Refused(
        f"Portfolio {portfolio.number} was submitted under another version of the standard than {one.version}. "
        "Submit it again, and attach the new one."
    )


def _open_again(gateway: Gateway, because: Refused) -> None:
    """Another portfolio is needed, also where this one was accepted: so it can be given."""
    resting = gateway.given.filter(portfolio=attached_portfolio(gateway), answer=Given.Answer.ACCEPTED)
    resting.update(answer=Given.Answer.REOPENED, answer_reason=because.reasons[0])


def _is_sound(
    gateway: Gateway,
    fact: Fact,
    value: Any,
    file: StoredFile | None,
    portfolio: SubmittedPortfolio | None,
    dated: dt.date | None,
) -> None:
    """The value is one the rules can read, and comes with what shows it."""
    try:
        read("gateway", plan_of(gateway.apprenticeship), {fact.name: value})
    except FactsError as error:
        raise Refused(*(f"{fact.title}: {problem.message}." for problem in error.problems)) from error
    if file and file.apprenticeship_id != gateway.apprenticeship_id:
        raise Refused("This file belongs to another apprenticeship.")
    if portfolio and portfolio.apprenticeship_id != gateway.apprenticeship_id:
        raise Refused("This portfolio belongs to another apprenticeship.")
    if value is not True:
        return
    if fact.how == "file" and file is None:
        raise Refused("Upload the document.")
    if fact.how == "portfolio" and portfolio is None:
        raise Refused("Attach a submitted portfolio.")
    if fact.how == "portfolio" and (refused := _of_another_version(gateway, portfolio)):
        raise refused
    if fact.how == "mapping" and (portfolio is None or attached_portfolio(gateway) != portfolio):
        raise Refused("Attach the submitted portfolio first: the form is confirmed against it.")
    if fact.how == "choice" and dated is None:
        raise Refused("Enter the day on which the choice was recorded.")


def _same(before: Given, given: Given) -> bool:
    """Whether the same person gives the same thing a second time: a double click."""

    def content(one: Given) -> tuple[object, ...]:
        digest = one.file.sha256 if one.file else None
        return (one.given_by_id, one.value, one.note, one.dated, digest, one.portfolio_id)

    return content(before) == content(given)
