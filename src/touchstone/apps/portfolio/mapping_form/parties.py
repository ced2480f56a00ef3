"""Who confirms that a portfolio is authentic, and who has."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import AuthenticityConfirmation, SubmittedPortfolio
from touchstone.apps.portfolio.policy import CONFIRMS


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who confirm. ``left_at``: when whoever confirmed gave up the part; ``now``: who has it today."""

    role: Role
    confirmation: AuthenticityConfirmation | None
    left_at: dt.datetime | None
    now: tuple[User, ...]


def parties_of(portfolio: SubmittedPortfolio) -> list[Party]:
    """In the order of the roles. Two queries; none for what has been read already."""
    read_people(portfolio.apprenticeship)
    prefetch_related_objects(
        [portfolio], Prefetch("confirmations", AuthenticityConfirmation.objects.select_related("person"))
    )
    one = portfolio.apprenticeship
    given = {row.role: row for row in portfolio.confirmations.all()}
    return [
        Party(
            role,
            given.get(role),
            left_at(one, role, given[role].person_id) if role in given else None,
            holders(one, role),
        )
        for role in CONFIRMS
    ]


def read_people(one: Apprenticeship) -> None:
    """Everybody who takes or took part, in one query; none where they have been read."""
    everybody = Participant.objects.select_related("person").order_by("since")
    prefetch_related_objects([one], Prefetch("participants", everybody))


def holders(one: Apprenticeship, role: Role) -> tuple[User, ...]:
    """Who has this part now."""
    if role == Role.APPRENTICE:
        return (one.apprentice,)
    now = timezone.now()
    parts = one.participants.all()
    return tuple(part.person for part in parts if part.role == role and (part.until is None or part.until > now))


def left_at(one: Apprenticeship, role: Role, person: uuid.UUID) -> dt.datetime | None:
    """When somebody who had this part gave it up; None while they have it."""
    if any(holder.pk == person for holder in holders(one, role)):
        return None
    ended = [part.until for part in one.participants.all() if part.role == role and part.person_id == person]
    return max((until for until in ended if until), default=None)
