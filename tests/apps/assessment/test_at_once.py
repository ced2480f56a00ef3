"""An administrator cancels what the assessor is completing: the second of the two is told."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from django.db import transaction

from tests.apps.assessment.making import HELD, approve, assessor_of, book, fill_in, judge, ready
from tests.at_once import at_once
from tests.cast import as_actor, gather
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.people.roles import Role
from touchstone.demo.clock import at

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.mark.parametrize("first", ["completed", "cancelled"])
def test_a_booking_is_completed_or_cancelled_and_never_both(first: str) -> None:
    cast = gather()
    one = ready(cast)
    approve(cast, one)
    booking = book(cast, one)
    begun = threading.Event()
    with at(HELD + dt.timedelta(hours=4)):
        record = judge(fill_in(booking.record))
        who, ada = assessor_of(record), as_actor(cast.ada, Role.ADMINISTRATOR)
        acts: dict[str, Callable[[], object]] = {
            "completed": lambda: services.complete(who=who, record=record, version=record.version),
            "cancelled": lambda: services.cancel_booking(who=ada, booking=booking, reason="The room is flooded."),
        }

        def begin() -> None:
            with transaction.atomic():
                acts.pop(first)()
                begun.set()
                time.sleep(0.3)  # long enough for the other to come upon what is not finished

        def meanwhile() -> None:
            begun.wait(10)
            next(iter(acts.values()))()

        refused = at_once(begin, meanwhile)
    assert len(refused) == 1
    states = (Booking.objects.get().cancelled_at is not None, Record.objects.get().state)
    assert states == {"completed": (False, "completed"), "cancelled": (True, "open")}[first]
