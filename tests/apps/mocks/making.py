"""Mock assessments for the tests."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.sheets import Judgement
from touchstone.apps.mocks import services
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.standing import sheet_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role

HELD = dt.date(2024, 9, 10)


def tom(cast: Cast) -> Actor:
    return as_actor(cast.tom, Role.TUTOR)


def lena(cast: Cast) -> Actor:
    return as_actor(cast.lena, Role.LINE_MANAGER)


def begun(cast: Cast, one: Apprenticeship, who: Actor | None = None, **changes: Any) -> Mock:
    """A mock of the observation, held by Tom unless said otherwise."""
    arguments = {"id": uuid.uuid4(), "apprenticeship": one, "method": "observation", "held_on": HELD, **changes}
    return services.begin(who=who or tom(cast), **arguments)


def judged(cast: Cast, mock: Mock, who: Actor | None = None, *, met: bool = True) -> Mock:
    """Every criterion, as the plan of the mock judges them."""
    criteria = {criterion.id: Judgement(met=met, note="Seen") for criterion in sheet_of(mock).method.criteria}
    return services.mark_all(
        who=who or tom(cast), mock=mock, judgements=criteria, recorded_grade=None, version=mock.version
    )


def shared(cast: Cast, one: Apprenticeship) -> Mock:
    mock = judged(cast, begun(cast, one))
    feedback = "Your questions were open. Work on the contract."
    return services.share(who=tom(cast), mock=mock, feedback=feedback, version=mock.version)
