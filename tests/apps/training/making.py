"""Hours, milestones and scans for the tests."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.training import services
from touchstone.apps.training.models import Hours, Milestone, Review, Scan
from touchstone.apps.training.services.hours import Day


def alice(cast: Cast) -> Actor:
    return as_actor(cast.alice, Role.APPRENTICE)


def tom(cast: Cast) -> Actor:
    return as_actor(cast.tom, Role.TUTOR)


def a_day(**changes: Any) -> Day:
    return Day(
        **{
            "day": dt.date(2024, 5, 7),
            "minutes": 150,
            "activity": "teaching",
            "learned": "How a contract with a mentee is agreed.",
            **changes,
        }
    )


def hours(cast: Cast, one: Apprenticeship, **changes: Any) -> Hours:
    return services.add_hours(who=alice(cast), id=uuid.uuid4(), apprenticeship=one, day=a_day(**changes))


def milestone(cast: Cast, one: Apprenticeship, **changes: Any) -> Milestone:
    return services.set_milestone(
        **{
            "who": tom(cast),
            "id": uuid.uuid4(),
            "apprenticeship": one,
            "title": "First contracts agreed",
            "due": dt.date(2024, 6, 30),
            "ksbs": ["K2", "S2"],
            **changes,
        }
    )


def scanned(cast: Cast, one: Apprenticeship, level: int = 1, who: Actor | None = None, **ratings: int) -> Scan:
    everything = {ksb.code: level for ksb in plan_of(one).ksbs} | ratings
    return services.scan(who=who or alice(cast), id=uuid.uuid4(), apprenticeship=one, ratings=everything)


def review(cast: Cast, one: Apprenticeship, held_on: dt.date = dt.date(2024, 6, 3)) -> Review:
    return services.hold_review(who=tom(cast), id=uuid.uuid4(), apprenticeship=one, held_on=held_on)
