"""The assessment organisation's answer: confirmed, an instant, or returned with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.gateway.confirmation_mail import write_confirmations
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.queries import portfolio_to_rule_on
from touchstone.apps.gateway.requirements import title_of
from touchstone.apps.gateway.services.answering import Said, is_at_hand, write_answers
from touchstone.apps.gateway.services.attempts import begin, lock
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.decisions import rule_on
from touchstone.apps.records.log import log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused

State = Gateway.State


def confirm(
    *,
    who: Actor,
    gateway: Gateway,
    version: int,
    rulings: Mapping[uuid.UUID, str] | Mapping[str, str] | None = None,
    said: Mapping[str, Said] | None = None,
) -> Gateway:
    """Confirm the gateway now. Every later date hangs on ``decided_at``. It accepts each item not answered before.

    ``said``: answers to items given with the confirmation; one that is returned, there or before, refuses it.
    ``rulings`` gives the reason for each decision that needs a ruling: under the id of the decision the attempt was
    submitted by for the gateway itself, under its own id for that of the portfolio. Raises Refused where a requirement
    is not met, is not known or lacks its ruling; Stale when somebody else has answered or decided meanwhile. The
    decision is kept.
    """
    reasons = {str(key): reason for key, reason in (rulings or {}).items()}
    with transaction.atomic():
        locked = lock(gateway)
        if locked.state == State.CONFIRMED and locked.decided_by_id == who.person_id:
            return locked
        is_at_hand(locked, version)
        _nothing_is_returned(locked, said or {})
        now = timezone.now()
        facts = gateway_facts(locked, timezone.localdate(now))
        decision, stored = ask_and_keep("gateway", locked.apprenticeship, facts, who=who)
        if decision.outcome in {"allowed", "needs-ruling"}:
            needed = [(str(locked.decision), stored)] if decision.outcome == "needs-ruling" else []
            if portfolio := portfolio_to_rule_on(locked):
                needed.append((str(portfolio.pk), portfolio))
            _rule(who, needed, reasons)
            given = [row.fact for row in locked.given.all()]
            answered, _ = write_answers(who, locked, dict.fromkeys(given, Said(accepted=True)))
            _decide(locked, who, State.CONFIRMED, stored)
            locked.decided_at = now
            locked.save()
            told = write_confirmations(locked)
            log(
                "gateway.confirmed",
                who=who,
                on=locked,
                apprenticeship=locked.apprenticeship_id,
                details={
                    "number": locked.number,
                    "decision": str(stored.pk),
                    "rulings": len(needed),
                    "told": told,
                    **answered,
                },
            )
            return locked
    raise Refused.by(decision)


@transaction.atomic
def return_to_provider(
    *, who: Actor, gateway: Gateway, version: int, reason: str = "", said: Mapping[str, Said] | None = None
) -> Gateway:
    """Send the attempt back: the items that are returned, each with its reason, or (``reason``) the pack as a whole.

    It is kept as it was. In the new attempt what was accepted is locked, what was returned is to be given anew, and the
    rest stands as it was given. ``said``: answers to items given with the return. Raises Refused without any reason.
    """
    locked = lock(gateway)
    if locked.state == State.RETURNED and locked.decided_by_id == who.person_id:
        return locked
    is_at_hand(locked, version)
    answered, reasons = write_answers(who, locked, said or {})
    if not reason.strip() and not locked.given.filter(answer=Given.Answer.RETURNED).exists():
        raise Refused("Return at least one item, or enter what has to be put right.")
    facts = gateway_facts(locked, timezone.localdate())
    _, stored = ask_and_keep("gateway", locked.apprenticeship, facts, who=who)
    _decide(locked, who, State.RETURNED, stored)
    locked.return_reason = reason.strip()
    locked.save()
    begin(who=who, apprenticeship=locked.apprenticeship, after=locked)
    log(
        "gateway.returned",
        who=who,
        on=locked,
        apprenticeship=locked.apprenticeship_id,
        details={"number": locked.number, "decision": str(stored.pk), **answered},
        personal={"reason": locked.return_reason, "reasons": reasons},
    )
    return locked


def _nothing_is_returned(gateway: Gateway, said: Mapping[str, Said]) -> None:
    standing = gateway.given.filter(answer=Given.Answer.RETURNED).values_list("fact", flat=True)
    returned = {*standing} - {*said} | {fact for fact, one in said.items() if not one.accepted}
    if returned:
        raise Refused(
            *(f"{title_of(fact)} is returned: accept it, or return the gateway." for fact in sorted(returned))
        )


def _decide(gateway: Gateway, who: Actor, state: Gateway.State, stored: StoredDecision) -> None:
    gateway.state, gateway.decision = state, stored.pk
    gateway.decided_by_id, gateway.decided_at = who.person_id, timezone.now()
    gateway.version += 1


def _rule(who: Actor, needed: list[tuple[str, StoredDecision]], reasons: Mapping[str, str]) -> None:
    if any(not reasons.get(key, "").strip() for key, _ in needed):
        raise Refused("Give your reason for each decision that needs a ruling.")
    for key, stored in needed:
        rule_on(stored, who=who, allowed=True, reason=reasons[key])
