"""Beginnings many stories share, made through the services."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role

ULN = "1000000027"  # a possible number, of nobody


def uln(number: int) -> str:
    """The ``number``-th possible ULN: nine digits and the check digit that fits them."""
    while True:
        digits = f"{200000000 + number:09}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if 0 <= check <= 9:
            return f"{digits}{check}"
        number += 10_000_019  # no digit fits: another number, far from its neighbours


def enrolled(cast: Cast, **changes: Any) -> Apprenticeship:
    """Alice on ST1379 1.1 since 4 March 2024, with Tom and Lena. ``changes`` replace arguments of ``enrol``."""
    arguments: dict[str, Any] = {
        "who": as_actor(cast.tom, Role.TUTOR),
        "id": uuid.uuid4(),
        "name": cast.alice.name,
        "email": cast.alice.email,
        "standard": "ST1379",
        "version": "1.1",
        "provider": cast.northgate,
        "employer": cast.harbour,
        "assessment_organisation": cast.meridian,
        "start": dt.date(2024, 3, 4),
        "funding": "public",
        "date_of_birth": dt.date(1994, 3, 27),
        "uln": ULN,
        "tutor": cast.tom,
        "line_manager": cast.lena,
        "breaks": [],
    }
    return services.enrol(**{**arguments, **changes})
