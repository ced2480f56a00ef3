"""What ties an assessor to an apprentice: what our own tables know, and what the assessor declares."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.models import Membership
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


@dataclass(frozen=True, slots=True)
class Tie:
    """``relation`` is a word of the question's facts; ``says`` tells a person where it comes from."""

    relation: str
    says: str


def known_ties(apprenticeship: Apprenticeship, people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Tie, ...]]:
    """Ties of each of ``people`` to the apprentice that our tables know, ended ones too. Two queries in all."""
    ties: dict[uuid.UUID, list[Tie]] = defaultdict(list)
    parts = Participant.objects.filter(
        apprenticeship__apprentice=apprenticeship.apprentice_id, person__in=people, role__in=list(_BY_PART)
    )
    for person, role in parts.order_by("since").values_list("person", "role"):
        label = Role(role).label.lower()
        ties[person].append(Tie(_BY_PART[Role(role)], f"is or was this apprentice’s {label}"))
    organisations = {
        apprenticeship.employer_id: ("employed", "the apprentice’s employer"),
        apprenticeship.provider_id: ("trained", "the apprentice’s training provider"),
    }
    memberships = Membership.objects.filter(person__in=people, organisation__in=list(organisations))
    for person, organisation, name in memberships.order_by("since", "id").values_list(
        "person", "organisation", "organisation__name"
    ):
        relation, what = organisations[organisation]
        ties[person].append(Tie(relation, f"works or has worked for {name}, {what}"))
    return {person: tuple(dict.fromkeys(ties[person])) for person in people}
