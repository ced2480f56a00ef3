"""Two windows on one mock."""

from __future__ import annotations

import pytest

from tests.apps.mocks.making import begun, tom
from tests.at_once import at_once
from tests.cast import gather
from tests.stories import enrolled
from touchstone.apps.assessment.sheets import HeldPart
from touchstone.apps.mocks import services
from touchstone.apps.mocks.models import Mock
from touchstone.apps.records.refusal import Stale

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_of_two_windows_at_once_one_is_told() -> None:
    cast = gather()
    mock = begun(cast, enrolled(cast))

    def write(minutes: int) -> None:
        parts = [HeldPart(minutes=minutes)]
        services.record_parts(who=tom(cast), mock=mock, kind="live-session", parts=parts, version=1)

    refused = at_once(lambda: write(30), lambda: write(40))
    assert [type(one) for one in refused] == [Stale]
    assert Mock.objects.get().version == 2
