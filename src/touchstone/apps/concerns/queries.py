"""Reads of concerns: those of a safeguarding lead's organisation; what somebody raised themselves, without words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.concerns.models import Concern, ConcernNote
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation of the apprenticeship that can be told, and its safeguarding leads by name."""

    organisation: Organisation
    leads: tuple[User, ...]


def visible_to(actor: Actor) -> QuerySet[Concern]:
    """The concerns of the organisations in which this person is a safeguarding lead; never one about themselves."""
    leads = Concern.objects.filter(organisation__in=actor.organisations(Role.SAFEGUARDING_LEAD))
    of = [f"apprenticeship__{part}" for part in ("apprentice", "provider", "employer")]
    return leads.exclude(apprenticeship__apprentice=actor.person_id).select_related("organisation", "raised_by", *of)


def notes_on(concern: Concern) -> QuerySet[ConcernNote]:
    """In the order they were written."""
    return concern.notes.select_related("by").order_by("at", "pk")


def raised_by(actor: Actor, apprenticeship: Apprenticeship) -> QuerySet[Concern]:
    """What this person raised here, newest first: only when it was raised and read, for the words are sealed."""
    own = Concern.objects.filter(apprenticeship=apprenticeship, raised_by=actor.person_id)
    return own.select_related("organisation").defer("text").order_by("-raised_at")


def receivers(apprenticeship: Apprenticeship) -> Sequence[Receiver]:
    """The provider and the employer, each with its safeguarding leads of today. Two queries."""
    sides = (apprenticeship.provider, apprenticeship.employer)
    return [Receiver(side, tuple(holders(Role.SAFEGUARDING_LEAD, [side.pk]))) for side in sides]
