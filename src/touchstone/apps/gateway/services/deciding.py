"""The assessment organisation's answer: confirmed, an instant, or returned with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import portfolio_to_rule_on
from touchstone.apps.gateway.services.attempts import begin, lock
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.decisions import rule_on
from touchstone.apps.records.log import log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused, Stale

State = Gateway.State


def confirm(
    *,
    who: Actor,
    gateway: Gateway,
    version: int,
    rulings: Mapping[uuid.UUID, str] | Mapping[str, str] | None = None,
) -> Gateway:
    """Confirm the gateway now. Every later date hangs on ``decided_at``.

    ``rulings`` gives the reason for each decision that needs a ruling: under the id of the decision the attempt was
    submitted by for the gateway itself, under its own id for that of the portfolio. Raises Refused where a requirement
    is not met, is not known or lacks its ruling; Stale when somebody else has decided meanwhile. The decision is kept.
    """
    reasons = {str(key): reason for key, reason in (rulings or {}).items()}
    with transaction.atomic():
        locked = lock(gateway)
        if locked.state == State.CONFIRMED and locked.decided_by_id == who.person_id:
            return locked
        _is_at_hand(locked, version)
        now = timezone.now()
        facts = gateway_facts(locked, timezone.localdate(now))
        decision, stored = ask_and_keep("gateway", locked.apprenticeship, facts, who=who)
        if decision.outcome in {"allowed", "needs-ruling"}:
            needed = [(str(locked.decision), stored)] if decision.outcome == "needs-ruling" else []
            if portfolio := portfolio_to_rule_on(locked):
                needed.append((str(portfolio.pk), portfolio))
            _rule(who, needed, reasons)
            _decide(locked, who, State.CONFIRMED, stored)
            locked.decided_at = now
            locked.save()
            log(
                "gateway.confirmed",
                who=who,
                on=locked,
                apprenticeship=locked.apprenticeship_id,
                details={"number": locked.number, "decision": str(stored.pk), "rulings": len(needed)},
            )
            return locked
    raise Refused.by(decision)


@transaction.atomic
def return_to_provider(*, who: Actor, gateway: Gateway, version: int, reason: str) -> Gateway:
    """Send the attempt back with a reason. It is kept as it was; the new attempt begins with what it had."""
    locked = lock(gateway)
    if locked.state == State.RETURNED and locked.decided_by_id == who.person_id:
        return locked
    _is_at_hand(locked, version)
    if not reason.strip():
        raise Refused("Enter what has to be put right.")
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
        details={"number": locked.number, "decision": str(stored.pk)},
        personal={"reason": locked.return_reason},
    )
    return locked


def _is_at_hand(gateway: Gateway, version: int) -> None:
    if gateway.state == State.OPEN:
        raise Refused("This gateway has not been submitted.")
    if gateway.state != State.SUBMITTED or gateway.version != version:
        raise Stale


def _decide(gateway: Gateway, who: Actor, state: Gateway.State, stored: StoredDecision) -> None:
    gateway.state, gateway.decision = state, stored.pk
    gateway.decided_by_id, gateway.decided_at = who.person_id, timezone.now()
    gateway.version += 1


def _rule(who: Actor, needed: list[tuple[str, StoredDecision]], reasons: Mapping[str, str]) -> None:
    if any(not reasons.get(key, "").strip() for key, _ in needed):
        raise Refused("Give your reason for each decision that needs a ruling.")
    for key, stored in needed:
        rule_on(stored, who=who, allowed=True, reason=reasons[key])
