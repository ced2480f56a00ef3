"""The assessment organisation's answer to each item of a submitted attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import title_of
from touchstone.apps.gateway.services.attempts import lock
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused, Stale

WRITTEN = ["answer", "answer_reason", "answered_by", "answered_at", "answered_at_version"]


@dataclass(frozen=True, slots=True)
class Said:
    """``reason``: what has to be put right; empty for an item that is accepted."""

    accepted: bool
    reason: str = ""

    @property
    def state(self) -> str:
        return Given.Answer.ACCEPTED if self.accepted else Given.Answer.RETURNED


@transaction.atomic
def answer_items(*, who: Actor, gateway: Gateway, version: int, said: Mapping[str, Said]) -> Gateway:
    """Accept or return items of a submitted attempt, by the names of their facts; the attempt itself stays undecided.

    Raises Refused for an item that was not given and a return without a reason; Stale when somebody answered or
    decided after ``version`` was read. The same said twice is said once.
    """
    locked = lock(gateway)
    if locked.version != version and not _differs(locked, said):
        return locked
    is_at_hand(locked, version)
    details, reasons = write_answers(who, locked, said)
    if not details["accepted"] and not details["returned"]:
        return locked
    locked.version += 1
    locked.save(update_fields=["version"])
    log(
        "gateway.answered",
        who=who,
        on=locked,
        apprenticeship=locked.apprenticeship_id,
        details={"number": locked.number, **details, "said": _in_words(details)},
        personal={"reasons": reasons},
    )
    return locked


def is_at_hand(gateway: Gateway, version: int) -> None:
    """Raises Refused for an attempt not submitted, Stale for one that is decided or was answered meanwhile."""
    if gateway.state == Gateway.State.OPEN:
        raise Refused("This gateway has not been submitted.")
    if gateway.state != Gateway.State.SUBMITTED or gateway.version != version:
        raise Stale


def write_answers(
    who: Actor, gateway: Gateway, said: Mapping[str, Said]
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Write what differs from what stands: ({"accepted": [facts], "returned": [facts]}, fact -> reason of a return).

    Whoever said the same before stays the one who said it.
    """
    rows = {row.fact: row for row in gateway.given.all()}
    missing = sorted(set(said) - set(rows))
    if missing:
        raise Refused(f"There is nothing to accept or return for: {', '.join(map(title_of, missing))}.")
    silent = [fact for fact, one in said.items() if not one.accepted and not one.reason.strip()]
    if silent:
        raise Refused(*(f"Enter what has to be put right: {title_of(fact)}." for fact in silent))
    new = _differs(gateway, said)
    now, by = timezone.now(), person_of(who)
    for fact, one in new.items():
        row = rows[fact]
        row.answer, row.answer_reason = one.state, _reason(one)
        row.answered_by_id, row.answered_at, row.answered_at_version = by, now, gateway.version + 1
    Given.objects.bulk_update([rows[fact] for fact in new], WRITTEN)
    answered = {
        "accepted": sorted(fact for fact, one in new.items() if one.accepted),
        "returned": sorted(fact for fact, one in new.items() if not one.accepted),
    }
    return answered, {fact: _reason(one) for fact, one in new.items() if not one.accepted}


def _differs(gateway: Gateway, said: Mapping[str, Said]) -> dict[str, Said]:
    stands = {row.fact: (row.answer, row.answer_reason) for row in gateway.given.all()}
    return {fact: one for fact, one in said.items() if stands.get(fact) != (one.state, _reason(one))}


def _reason(one: Said) -> str:
    return "" if one.accepted else one.reason.strip()


def _in_words(details: Mapping[str, list[str]]) -> str:
    """ "accepted English, Maths; returned Photo identification"."""
    parts = (f"{word} {', '.join(map(title_of, facts))}" for word, facts in details.items() if facts)
    return "; ".join(parts)
