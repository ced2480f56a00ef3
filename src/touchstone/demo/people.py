"""The people and organisations of the invented world."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM, Actor, actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role

LABEL = "(demo)"
ALWAYS = dt.date(2020, 1, 1)  # since when everybody has held their roles


@dataclass
class World:
    """Who is in it, by the short names of ``world.yaml``, and the day on which it is made."""

    today: dt.date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def acting(self, name: str, role: Role) -> Actor:
        """That person as they are now, in one of their roles."""
        return actor_for(self.people[name]).acting(role)

    def days_ago(self, days: int) -> dt.datetime:
        """At nine in the morning."""
        day = self.today - dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(9), tzinfo=ZoneInfo(settings.TIME_ZONE))


def gather(described: dict[str, Any], *, today: dt.date) -> World:
    """Make the organisations and people that ``world.yaml`` describes."""
    world = World(today)
    for key, row in described["organisations"].items():
        world.organisations[key] = services.make_organisation(
            who=SYSTEM,
            kind=OrganisationKind(row["kind"]),
            name=row["name"],
            ukprn=row.get("ukprn", ""),
            epa_id=row.get("epa_id", ""),
        )
    for key, row in described["people"].items():
        world.people[key] = person(row["name"])
        for role, at in row["roles"].items():
            services.give_role(
                who=SYSTEM,
                person=world.people[key],
                organisation=world.organisations[at],
                role=Role(role),
                since=ALWAYS,
            )
    return world


def person(name: str) -> User:
    """Somebody invented, with the label in their name."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return services.make_person(who=SYSTEM, email=email, name=f"{name} {LABEL}", is_demo=True)
