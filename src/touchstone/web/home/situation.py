"""Where each apprenticeship stands, for everybody who sees it: read for all of them at once.

The number of queries does not depend on the number of apprenticeships; only on how many adopted plans decide for them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import BY_ASSESSMENT_ORGANISATION, BY_PROVIDER, held_on_each
from touchstone.apps.apprenticeships.queries import is_more_than, visible_to
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.gateway.beside import Beside, beside_read_with, with_beside, with_open_adjustments
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adoptions_of, plan_among
from touchstone.apps.portfolio.queries import unconfirmed_of, with_unconfirmed
from touchstone.apps.portfolio.turns import Turns, turns_of, with_turns
from touchstone.apps.results.overview import all_stages
from touchstone.apps.results.waiting import with_something_waiting
from touchstone.apps.training.policy import TRAINS
from touchstone.apps.training.queries import standings, unsigned_of, with_unsigned
from touchstone.standards.model import Method, Plan, PlanNotHeld

MANY = 500  # apprenticeships, from which on only those are read that have something waiting
THROUGH = BY_PROVIDER | BY_ASSESSMENT_ORGANISATION  # roles that see every apprenticeship of their organisation
OF_EACH = 21  # of each thing that can wait: one more than a part of the page shows


@dataclass(frozen=True, slots=True)
class Situation:
    """One apprenticeship as its people's home pages need it. ``bookings`` are those not cancelled, in time order."""

    one: Apprenticeship
    held: frozenset[Role]
    viewer: Actor
    now: dt.datetime
    pieces: int
    gateway: Gateway | None  # the newest attempt
    returned: Gateway | None  # the attempt before it, where it was returned and the newest is still being prepared
    given: frozenset[str]
    bookings: tuple[Booking, ...]
    plan: Plan | PlanNotHeld
    released_at: dt.datetime | None
    unsigned: Mapping[Role, tuple[uuid.UUID, int]]  # the oldest review that lacks the role's part: its id and number
    unconfirmed: Mapping[Role, tuple[uuid.UUID, int]]  # the submitted portfolio that lacks it: its id and number
    turns: Turns  # whose turn its claims are; known to tutor and apprentice
    beside: Beside | None  # what is wanted beside the plan; known to apprentices
    asks_adjustments: bool  # a request waits for a decision; known to administrators
    behind: bool  # in training, or a progress review is late; known of those whom the viewer trains

    @property
    def name(self) -> str:
        return self.one.apprentice.name

    @property
    def methods(self) -> tuple[Method, ...]:
        return self.plan.methods if isinstance(self.plan, Plan) else ()

    def at_gateway(self, state: str) -> bool:
        return self.gateway is not None and self.gateway.state == state

    @property
    def collecting(self) -> bool:
        """Evidence is still being added: the gateway is not with the assessment organisation and not confirmed."""
        return self.gateway is None or self.gateway.state == Gateway.State.OPEN

    @property
    def on_programme(self) -> bool:
        return self.released_at is None and (self.gateway is None or self.gateway.state == Gateway.State.RETURNED)

    @property
    def upcoming(self) -> tuple[Booking, ...]:
        return tuple(booking for booking in self.bookings if booking.starts_at > self.now)

    @property
    def held_assessments(self) -> tuple[Booking, ...]:
        return tuple(booking for booking in self.bookings if booking.starts_at <= self.now)

    @property
    def not_booked(self) -> tuple[Method, ...]:
        booked = {booking.method for booking in self.bookings}
        return tuple(method for method in self.methods if method.id not in booked)

    @property
    def all_agreed(self) -> bool:
        agreed = [b for b in self.bookings if (record := record_of(b)) and record.state == Record.State.AGREED]
        return bool(self.methods) and not self.not_booked and len(agreed) == len(self.bookings)

    def method_name(self, booking: Booking) -> str:
        return next((method.name for method in self.methods if method.id == booking.method), booking.method)


def record_of(booking: Booking) -> Record | None:
    """The record of a booking, read with it; None while there is none."""
    return getattr(booking, "record", None)


@dataclass(frozen=True, slots=True)
class Situations:
    """The longest on programme first. ``whole``: everything somebody sees, not only the first of what waits."""

    stand: list[Situation]
    adoptions: list[Adoption]  # of the organisations they administer
    whole: bool


def situations(actor: Actor) -> Situations:
    """Every apprenticeship ``actor`` sees; of more than ``MANY`` those with something waiting."""
    rows = with_unconfirmed(with_unsigned(all_stages(actor), actor.roles), actor.roles)
    rows = with_turns(rows, actor.roles)
    if actor.holds(Role.APPRENTICE):
        rows = with_beside(rows)
    elif actor.holds(Role.ADMINISTRATOR):
        rows = with_open_adjustments(rows)
    found, behind, whole = _read(rows, actor)
    held = held_on_each(actor, found)
    own = actor.organisations(Role.ADMINISTRATOR)
    adoptions = adoptions_of({one.assessment_organisation_id for one in found} | own)
    plans = {
        key: plan_among(adoptions, *key) for key in {(one.assessment_organisation_id, one.plan_id) for one in found}
    }
    stand = [
        _situation(one, held[one.pk], actor, plans[(one.assessment_organisation_id, one.plan_id)], one.pk in behind)
        for one in found
    ]
    return Situations(stand, [adoption for adoption in adoptions if adoption.organisation_id in own], whole)


def _read(rows: QuerySet[Apprenticeship], actor: Actor) -> tuple[list[Apprenticeship], set[uuid.UUID], bool]:
    """What to tell of, which of it is behind (of whoever trains, where all is read), and whether it is all.

    That there are too many is asked in the query itself: it then finds none.
    """
    through = actor.holds(*THROUGH)
    all_of_few = rows.filter(~Exists(visible_to(actor).order_by()[MANY : MANY + 1])) if through else rows
    if not actor.holds(*TRAINS):
        found, behind = list(all_of_few), set[uuid.UUID]()
    else:
        today = timezone.localdate()
        stands = standings(all_of_few, today)
        found = [stand.apprenticeship for stand in stands]
        late = [stand for stand in stands if stand.track.answer == "behind" or stand.review_due < today]
        behind = {stand.apprenticeship.pk for stand in late if stand.apprenticeship.withdrawn_on is None}
    if found or not through:
        return found, behind, True
    found = list(with_something_waiting(rows, actor, OF_EACH))
    return found, set(), not found and not is_more_than(MANY, visible_to(actor))


def _situation(one: Any, held: frozenset[Role], actor: Actor, plan: Plan | PlanNotHeld, behind: bool) -> Situation:
    """``one`` is an apprenticeship as ``all_stages`` reads it."""
    attempts = one.attempts
    gateway = attempts[0] if attempts else None
    again = len(attempts) > 1 and attempts[0].state == Gateway.State.OPEN
    return Situation(
        one=one,
        held=held,
        viewer=actor,
        now=timezone.now(),
        pieces=one.pieces,
        gateway=gateway,
        returned=attempts[1] if again else None,
        given=frozenset(given.fact for given in gateway.facts) if gateway else frozenset(),
        bookings=tuple(one.standing),
        plan=plan,
        released_at=one.result_at,
        unsigned=unsigned_of(one),
        unconfirmed=unconfirmed_of(one),
        turns=turns_of(one),
        beside=beside_read_with(one) if hasattr(one, "permitted_at") else None,
        asks_adjustments=getattr(one, "adjustments_open", False),
        behind=behind,
    )
