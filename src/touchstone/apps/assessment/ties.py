"""What ties an assessor to an apprentice: what our own tables know, and what the assessor declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.models import Membership, User
from touchstone.apps.people.roles import Role

# The relations of the question "assessor", in words that follow "The assessor …".
RELATIONS: Mapping[str, str] = {
    "trained": "has trained or taught the apprentice",
    "employed": "works or has worked for the apprentice’s employer",
    "line-managed": "has managed the apprentice",
    "mentored": "has mentored or supervised the apprentice",
    "family": "is a relative or close friend of the apprentice",
}

_BY_PART = {Role.TUTOR: "trained", Role.LINE_MANAGER: "line-managed", Role.SUPERVISOR: "mentored"}
_BY_ORGANISATION = {"employer": "employed", "provider": "trained"}


@dataclass(frozen=True, slots=True)
class Tie:
    """``relation`` is a word of the question's facts; ``says`` tells a person where it comes from."""

    relation: str
    says: str


def with_ties(people: QuerySet[User], apprenticeship: Apprenticeship) -> QuerySet[User]:
    """The same people, each with what ``ties_of`` reads: ties to this apprentice, ended ones too. No further query."""
    parts = Participant.objects.filter(apprenticeship__apprentice=apprenticeship.apprentice_id, person=OuterRef("pk"))
    members = Membership.objects.filter(person=OuterRef("pk"))
    found = {f"tie_{role.name.lower()}": Exists(parts.filter(role=role)) for role in _BY_PART}
    found |= {
        f"tie_{side}": Exists(members.filter(organisation=getattr(apprenticeship, f"{side}_id")))
        for side in _BY_ORGANISATION
    }
    return people.annotate(**found)


def ties_of(person: User, apprenticeship: Apprenticeship) -> tuple[Tie, ...]:
    """The ties our tables know of somebody read by ``with_ties`` for the same apprenticeship."""
    parts = [
        Tie(relation, f"is or was this apprentice’s {role.label.lower()}")
        for role, relation in _BY_PART.items()
        if getattr(person, f"tie_{role.name.lower()}")
    ]
    organisations = [
        Tie(relation, f"works or has worked for {getattr(apprenticeship, side).name}, the apprentice’s {side}")
        for side, relation in _BY_ORGANISATION.items()
        if getattr(person, f"tie_{side}")
    ]
    return (*parts, *organisations)
