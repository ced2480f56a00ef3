"""Two people at the same moment: one booking, one check, one result."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from tests.apps.assessment.making import TOLD, approve, book, ready
from tests.apps.results.making import agreed, recorded, records_of
from tests.cast import as_actor, gather
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results import services
from touchstone.apps.results.models import QualityCheck, Result
from touchstone.demo.clock import at

pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(*acts: Callable[[], object]) -> list[Refused]:
    """Start all acts together. What was refused; any other failure is raised."""
    ready_, refused, failures = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], object]) -> None:
        try:
            ready_.wait(10)
            act()
        except Refused as said_no:
            refused.append(said_no)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    return refused


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
    assert at_once(*(partial(services.agree, who=iris, record=record) for _ in range(2))) == []
    assert QualityCheck.objects.count() == 1
    agreed(cast, one)
    releases = [
        partial(services.release, who=as_actor(person, Role.ADMINISTRATOR), apprenticeship=one)
        for person in (cast.ada, cast.abel)
    ]
    assert at_once(*releases) == []
    assert Result.objects.count() == 1
