"""Who is acting: a person with the roles they hold today, read once a request."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from touchstone.apps.people.models import Membership, User
from touchstone.apps.people.roles import Role


@dataclass(frozen=True)
class Held:
    """One role in one organisation."""

    role: Role
    organisation: uuid.UUID
    organisation_name: str


@dataclass(frozen=True)
class Actor:
    """A person, or nobody (``person_id`` None). ``acting_as`` is the role written beside their id in the log."""

    person_id: uuid.UUID | None
    name: str = ""
    held: tuple[Held, ...] = ()
    acting_as: str = ""
    is_demo: bool = field(default=False)

    def holds(self, *roles: Role) -> bool:
        return any(h.role in roles for h in self.held)

    def organisations(self, *roles: Role) -> frozenset[uuid.UUID]:
        """The organisations in which this person holds one of ``roles``."""
        return frozenset(h.organisation for h in self.held if h.role in roles)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(h.role for h in self.held)

    def acting(self, role: Role) -> Actor:
        """The same person, acting in ``role``."""
        return Actor(self.person_id, self.name, self.held, role.value, self.is_demo)


NOBODY = Actor(person_id=None)
SYSTEM = Actor(person_id=None, acting_as="system")


def actor_for(user: User) -> Actor:
    """Read the roles ``user`` holds today. One query."""
    return actors_for([user])[0]


def actors_for(users: Sequence[User]) -> list[Actor]:
    """Each of ``users`` with the roles they hold today, in the same order. One query."""
    today = timezone.localdate()
    memberships = (
        Membership.objects.filter(
            Q(until=None) | Q(until__gt=today), person__in=[u.pk for u in users], since__lte=today
        )
        .order_by("since", "id")
        .values_list("person", "role", "organisation", "organisation__name")
    )
    held: dict[uuid.UUID, list[Held]] = {user.pk: [] for user in users}
    for person, role, organisation, name in memberships:
        held[person].append(Held(Role(role), organisation, name))
    return [
        Actor(user.pk, user.name, tuple(has), has[0].role.value if has else "", user.is_demo)
        for user in users
        for has in (held[user.pk],)
    ]
