"""One apprentice's story: who acts in it, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import Actor, actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.demo.people import World, person
from touchstone.rules import uln as ulns

FIRST_ULN = 300_000_000
FRIDAY = 4
EVERYBODY = {
    "provider": "northgate",
    "employer": "harbour",
    "assessment_organisation": "meridian",
    "tutor": "tom",
    "line_manager": "lena",
    "assessor": "asif",
    "funding": "public",
    "marks": "pass",
    "breaks": [],
}
STAGES = (
    "started",
    "collecting",
    "ready",
    "submitted",
    "confirmed",
    "booked",
    "assessed",
    "completed",
    "agreed",
    "released",
)


@dataclass
class Tale:
    """A row of ``world.yaml`` with its world. ``apprenticeship`` is set by the first event, enrolment."""

    world: World
    row: dict[str, Any]
    number: int
    described: dict[str, Any]  # all of world.yaml
    apprentice: User
    start: dt.date
    apprenticeship: Apprenticeship = field(init=False)

    @classmethod
    def of(cls, world: World, row: dict[str, Any], number: int, described: dict[str, Any]) -> Tale:
        start = row["start"]
        first_day = world.today - dt.timedelta(days=start) if isinstance(start, int) else start
        return cls(world, {**EVERYBODY, **row}, number, described, person(row["name"]), first_day)

    def reaches(self, stage: str) -> bool:
        return STAGES.index(self.row["stage"]) >= STAGES.index(stage)

    def organisation(self, part: str) -> Organisation:
        return self.world.organisations[self.row[part]]

    def named(self, part: str) -> User:
        return self.world.people[self.row[part]]

    def acting(self, part: str, role: Role) -> Actor:
        return self.world.acting(self.row[part], role)

    def after_gateway(self, days: int, hour: int) -> dt.datetime:
        """``days`` after the gateway is (to be) confirmed, at ``hour``; on the Friday before a weekend."""
        return self.on(self.world.today + dt.timedelta(days=days - self.row["confirmed"]), hour)

    def on(self, day: dt.date, hour: int) -> dt.datetime:
        """At ``hour`` on ``day``, or on the Friday before a weekend; some minutes later for each apprentice."""
        workday = day - dt.timedelta(days=max(0, day.weekday() - FRIDAY))
        return dt.datetime.combine(workday, dt.time(hour, self.number), tzinfo=ZoneInfo(settings.TIME_ZONE))

    def actor(self) -> Actor:
        """The apprentice, as they are now."""
        return actor_for(self.apprentice).acting(Role.APPRENTICE)

    @property
    def uln(self) -> str:
        """A possible number: nine digits and the check digit that fits. Some nine digits have none: the next has."""
        for base in range(FIRST_ULN + 100 * self.number, FIRST_ULN + 100 * (self.number + 1)):
            for digit in range(10):
                if ulns.trouble(f"{base}{digit}") is None:
                    return f"{base}{digit}"
        raise AssertionError("a hundred numbers in a row without a check digit")
