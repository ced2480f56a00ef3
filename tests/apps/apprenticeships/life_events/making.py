"""Life events for the tests, recorded by Tom (tutor), Quentin (quality lead) or Walter (of Westfield)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship, Offer
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role


def tom(cast: Cast) -> Actor:
    return as_actor(cast.tom, Role.TUTOR)


def quentin(cast: Cast) -> Actor:
    return as_actor(cast.quentin, Role.QUALITY_LEAD)


def walter(cast: Cast) -> Actor:
    return as_actor(cast.walter, Role.QUALITY_LEAD)


def now(one: Apprenticeship) -> Apprenticeship:
    """As it stands in the database."""
    return Apprenticeship.objects.get(pk=one.pk)


def moved(cast: Cast, one: Apprenticeship, **changes: Any) -> Apprenticeship:
    """Alice goes to a new employer, Bakery, managed by Mona."""
    return services.change_employer(
        **{
            "who": tom(cast),
            "id": uuid.uuid4(),
            "apprenticeship": one,
            "seen": now(one).revision,
            "employer": services.NewEmployer("Bakery"),
            "line_manager": services.Newcomer("Mona Manager", "mona@example.org"),
            "first_day": dt.date(2024, 9, 2),
            **changes,
        }
    )


def versioned(cast: Cast, one: Apprenticeship, **changes: Any) -> Apprenticeship:
    return services.change_version(
        **{
            "who": tom(cast),
            "id": uuid.uuid4(),
            "apprenticeship": one,
            "seen": now(one).revision,
            "version": "1.2",
            "first_day": dt.date(2024, 9, 2),
            **changes,
        }
    )


def withdrawn(cast: Cast, one: Apprenticeship, **changes: Any) -> Apprenticeship:
    return services.withdraw(
        **{
            "who": tom(cast),
            "apprenticeship": one,
            "seen": now(one).revision,
            "first_day": dt.date(2024, 9, 2),
            "reason": "Moves abroad",
            **changes,
        }
    )


def back(cast: Cast, one: Apprenticeship, **changes: Any) -> Apprenticeship:
    return services.come_back(
        **{
            "who": tom(cast),
            "apprenticeship": one,
            "seen": now(one).revision,
            "first_day": dt.date(2024, 11, 4),
            **changes,
        }
    )


def offered(cast: Cast, one: Apprenticeship, **changes: Any) -> Offer:
    """To Westfield, by Quentin."""
    return services.offer(
        **{
            "who": quentin(cast),
            "id": uuid.uuid4(),
            "apprenticeship": one,
            "seen": now(one).revision,
            "provider": cast.westfield,
            "first_day": dt.date(2024, 9, 2),
            **changes,
        }
    )
