"""The assessment organisation's answer: confirmed, an instant, or returned with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.letters import tell_confirmed, tell_returned
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import title_of
from touchstone.apps.gateway.rulings import lacks_only_rulings
from touchstone.apps.gateway.services.answering import Said, is_at_hand, write_answers
from touchstone.apps.gateway.services.attempts import begin, lock
from touchstone.apps.gateway.services.ruling import carry, rest_on_rulings
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.log import log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused

State = Gateway.State


def confirm(
    *,
    who: Actor,
    gateway: Gateway,
    version: int,
    said: Mapping[str, Said] | None = None,
) -> Gateway:
    """Confirm the gateway now. Every later date hangs on ``decided_at``. It accepts each item not answered before.

    ``said``: answers to items given with the confirmation; one that is returned, there or before, refuses it.
    A ruling made on the attempt becomes part of the decision that confirms it. Raises Refused where a requirement is
    not met, is not known, or lacks its ruling or has one against it; Stale when somebody else has answered or decided
    meanwhile. The decision is kept.
    """
    with transaction.atomic():
        locked = lock(gateway)
        if locked.state == State.CONFIRMED and locked.decided_by_id == who.person_id:
            return locked
        is_at_hand(locked, version)
        _nothing_is_returned(locked, said or {})
        now = timezone.now()
        facts = gateway_facts(locked, timezone.localdate(now))
        decision, stored = ask_and_keep("gateway", locked.apprenticeship, facts, who=who)
        if lacks_only_rulings(decision.findings):
            rulings = rest_on_rulings(who=who, gateway=locked, decision=decision, stored=stored)
            given = [row.fact for row in locked.given.all()]
            answered, _ = write_answers(who, locked, dict.fromkeys(given, Said(accepted=True)))
            _decide(locked, who, State.CONFIRMED, stored)
            locked.decided_at = now
            locked.save()
            told = tell_confirmed(locked)
            log(
                "gateway.confirmed",
                who=who,
                on=locked,
                apprenticeship=locked.apprenticeship_id,
                details={
                    "number": locked.number,
                    "decision": str(stored.pk),
                    "rulings": rulings,
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
    decision, stored = ask_and_keep("gateway", locked.apprenticeship, facts, who=who)
    carry(who=who, gateway=locked, decision=decision, to=stored)
    _decide(locked, who, State.RETURNED, stored)
    locked.return_reason = reason.strip()
    locked.save()
    again = begin(who=who, apprenticeship=locked.apprenticeship, after=locked)
    told = tell_returned(locked, again)
    log(
        "gateway.returned",
        who=who,
        on=locked,
        apprenticeship=locked.apprenticeship_id,
        details={"number": locked.number, "decision": str(stored.pk), "told": told, **answered},
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
