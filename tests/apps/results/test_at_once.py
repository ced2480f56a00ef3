"""Two people at the same moment: one booking, one check, one result."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests.apps.assessment.making import TOLD, approve, book, ready
from tests.apps.results.making import agreed, recorded, records_of
from tests.at_once import at_once
from tests.cast import as_actor, gather
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.people.roles import Role
from touchstone.apps.results import services
from touchstone.apps.results.models import QualityCheck, Result
from touchstone.demo.clock import at

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_two_administrators_book_the_same_method_and_one_booking_stands() -> None:
    cast = gather()
    one = ready(cast)
    approve(cast, one)
    with at(TOLD):
        refused = at_once(
            *(partial(book, cast, one, who=as_actor(person, Role.ADMINISTRATOR)) for person in (cast.ada, cast.abel))
        )
    assert Booking.objects.count() == 1
    assert Record.objects.count() == 1
    assert len(refused) == 1
    assert "already booked" in str(refused[0])


def test_two_clicks_make_one_booking() -> None:
    cast = gather()
    one = ready(cast)
    approve(cast, one)
    id = uuid.uuid4()
    with at(TOLD):
        assert at_once(*(partial(book, cast, one, id=id) for _ in range(2))) == []
    assert Booking.objects.count() == 1


def test_two_clicks_agree_once_and_two_administrators_release_once() -> None:
    cast = gather()
    one = recorded(cast)
    record = records_of(one)[0]
    iris = as_actor(cast.iris, Role.QUALITY_ASSURER)
    assert at_once(*(partial(services.agree, who=iris, record=record, version=record.version) for _ in range(2))) == []
    assert QualityCheck.objects.count() == 1
    agreed(cast, one)
    releases = [
        partial(services.release, who=as_actor(person, Role.ADMINISTRATOR), apprenticeship=one)
        for person in (cast.ada, cast.abel)
    ]
    assert at_once(*releases) == []
    assert Result.objects.count() == 1
