"""Who is acting: a person with the roles they hold today, read once a request."""

from __future__ import annotations

import uuid
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
    today = timezone.localdate()
    memberships = (
        Membership.objects.filter(Q(until=None) | Q(until__gt=today), person=user, since__lte=today)
        .select_related("organisation")
        .order_by("since", "id")
    )
    held = tuple(Held(Role(m.role), m.organisation_id, m.organisation.name) for m in memberships)
    return Actor(user.pk, user.name, held, held[0].role.value if held else "", user.is_demo)
