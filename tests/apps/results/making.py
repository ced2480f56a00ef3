"""Results for stories: both methods recorded, completed, agreed, released."""

from __future__ import annotations

import datetime as dt

from tests.apps.assessment.making import BY_POINTS, HELD, approve, book, completed, ready
from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Record
from touchstone.apps.people.roles import Role
from touchstone.apps.results import services
from touchstone.apps.results.models import Result
from touchstone.demo.clock import at

CHECKED = HELD + dt.timedelta(days=3)
RELEASED = HELD + dt.timedelta(days=4)


def recorded(
    cast: Cast, *, observation: str = "pass", discussion: str = "distinction", by_points: bool = False
) -> Apprenticeship:
    """Both methods recorded and completed with these grades."""
    one = ready(cast, **(BY_POINTS if by_points else {}))
    approve(cast, one)
    for method, grade in (("observation", observation), ("discussion", discussion)):
        booking = book(cast, one, method, ruling_reason="Agreed with the employer." if by_points else "")
        completed(cast, booking, grade=grade)
    return one


def records_of(one: Apprenticeship) -> list[Record]:
    return list(
        Record.objects.filter(booking__apprenticeship=one, booking__cancelled_at=None)
        .select_related("booking__assessor", "booking__apprenticeship")
        .order_by("-booking__method")
    )


def agreed(cast: Cast, one: Apprenticeship) -> None:
    with at(CHECKED):
        for record in records_of(one):
            services.agree(who=as_actor(cast.iris, Role.QUALITY_ASSURER), record=record, version=record.version)


def released(cast: Cast, one: Apprenticeship) -> Result:
    agreed(cast, one)
    with at(RELEASED):
        return services.release(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one)
