"""What a life event does to the dates: it is done, the dates are computed by what always computes them, and it is
taken back. So what is shown before is what holds after.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, plan_of
from touchstone.apps.apprenticeships.facts import programme_facts
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import open_offer
from touchstone.apps.assessment.queries import booked
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import current
from touchstone.apps.training.queries import reviews_of, standing
from touchstone.standards.model import PlanNotHeld
from touchstone.web.ui import formats

DURATION = "gateway.minimum-duration"
EARLIEST = "Earliest gateway"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is computed: its name, what it is now and what it would be."""

    name: str
    before: str
    after: str

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Effect:
    """``standing``: sentences about what is under way and stays as it is."""

    rows: list[Row]
    standing: list[str]


def effect_of(one: Apprenticeship, act: Callable[[], Any]) -> Effect:
    """Raises what ``act`` raises. Nothing is kept of it."""
    before = _computed(one.pk)
    with _taken_back():
        act()
        after = _computed(one.pk)
    return Effect([Row(name, before[name], after[name]) for name in before], list(_under_way(one)))


def earliest_after(one: Apprenticeship, act: Callable[[], Any]) -> str:
    """The earliest gateway if ``act`` were done, in words. Raises what ``act`` raises; nothing is kept."""
    with _taken_back():
        act()
        return _computed(one.pk)[EARLIEST]


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _computed(pk: uuid.UUID) -> dict[str, str]:
    """In words, by what they are called."""
    today = timezone.localdate()
    stands = standing(Apprenticeship(pk=pk), today)
    one = stands.apprenticeship
    decision = ask("gateway", one, programme_facts(one, today))
    duration = next((finding for finding in decision.findings if finding.rule == DURATION), None)
    not_held = isinstance(plan_of(one), PlanNotHeld)
    return {
        "Planned end": formats.date(stands.planned_end) or "Not planned",
        EARLIEST: formats.date(decision.score.get("earliest")) or "Not known",
        "Minimum duration": duration.because if duration else "Nothing is decided: the plan is not held",
        "Off-the-job hours to reach": str(stands.totals.goal) if stands.totals.goal is not None else "Not planned",
        "Next progress review due": "None while withdrawn" if one.withdrawn_on else formats.date(stands.review_due),
        "Decided by": f"{one.plan_id}{', whose plan is not held' if not_held else ''}",
    }


def _under_way(one: Apprenticeship) -> Iterator[str]:
    gateway = current(one)
    if gateway is not None and gateway.state != Gateway.State.RETURNED:
        yield f"Gateway {gateway.number} is “{Gateway.State(gateway.state).label.lower()}”. It stays as it is."
    for booking in booked(one).values():
        if booking.starts_at <= timezone.now():
            continue
        yield (
            f"The {booking.method} is booked for {formats.datetime_local(booking.starts_at)} with "
            f"{booking.assessor.name}. It stays booked: the assessment organisation cancels it where it has to be."
        )
    unsigned = sum(part.signed_at is None for review in reviews_of(one) for part in review.parts.all())
    if unsigned:
        yield f"{formats.plural(unsigned, 'part')} of progress reviews still to be signed."
    if offer := open_offer(one):
        yield f"It is offered to {offer.provider.name}, who has not answered yet."
