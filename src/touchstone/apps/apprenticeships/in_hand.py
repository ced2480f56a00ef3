"""Reads of what somebody has in hand through an organisation: the apprenticeships in which they hold a part there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.policy import HELD_THROUGH
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role

# The parts that another person can take over, each with what those who hold it do.
HANDED_OVER = {Role.TUTOR: "trains", Role.LINE_MANAGER: "manages", Role.SUPERVISOR: "supervises"}


@dataclass(frozen=True, slots=True)
class InHand:
    """``person`` holds the part ``role`` in ``number`` apprenticeships."""

    person: User
    role: Role
    number: int

    @property
    def does(self) -> str:
        return HANDED_OVER[self.role]


def parts_held(person: User, role: Role, organisation: Organisation) -> QuerySet[Participant]:
    """The parts ``person`` holds now in that role, in apprenticeships of which the organisation is a side."""
    return Participant.objects.filter(_through(organisation, role), person=person)


def in_hand(person: User, organisation: Organisation) -> list[InHand]:
    """What could be handed over, in the order of roles. One query."""
    parts = Participant.objects.filter(_any_through(organisation), person=person)
    counted = dict(parts.order_by().values_list("role").annotate(Count("pk")))
    return [InHand(person, role, counted[role]) for role in HANDED_OVER if role in counted]


def own_apprenticeships(person: User, organisation: Organisation) -> int:
    """In how many apprenticeships with this employer the person is the apprentice: these stay theirs."""
    return Apprenticeship.objects.filter(apprentice=person, employer=organisation).count()


def left_behind(organisation: Organisation) -> list[InHand]:
    """Parts whose holder has lost the role in the organisation: nobody acts in them until they are handed over."""
    here = Membership.objects.filter(organisation=organisation, role=OuterRef("role"), person=OuterRef("person"))
    lost = Membership.objects.filter(organisation=organisation, role__in=HANDED_OVER, until__lte=timezone.localdate())
    counted = (
        Participant.objects.filter(
            _any_through(organisation), Exists(here), ~Exists(current(here)), person__in=lost.values("person")
        )
        .order_by()
        .values_list("person", "role")
        .annotate(Count("pk"))
    )
    found = list(counted)
    people = User.objects.in_bulk([person for person, _, _ in found])
    return sorted(
        (InHand(people[person], Role(role), number) for person, role, number in found), key=lambda one: one.person.name
    )


def _through(organisation: Organisation, role: Role) -> Q:
    """A part held now in that role, in an apprenticeship of which the organisation is the side that has the role."""
    sides = (Q(**{f"apprenticeship__{side}": organisation}) for side in HELD_THROUGH[role])
    return reduce(or_, sides) & Q(role=role, until=None)


def _any_through(organisation: Organisation) -> Q:
    return reduce(or_, (_through(organisation, role) for role in HANDED_OVER))
