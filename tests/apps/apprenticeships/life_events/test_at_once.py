"""Two people at the same moment: one life event comes first, and the other is told."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

import pytest

from tests.apps.apprenticeships.life_events.making import moved, now, offered, versioned, walter, withdrawn
from tests.apps.gateway import making as gateways
from tests.at_once import at_once
from tests.cast import gather
from tests.stories import enrolled
from touchstone.apps.apprenticeships import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_of_two_life_events_the_second_is_told() -> None:
    cast = gather()
    one = enrolled(cast)
    seen = now(one).revision
    said_no = at_once(partial(moved, cast, one, seen=seen), partial(withdrawn, cast, one, seen=seen))
    assert [type(each) for each in said_no] == [Stale]
    after = now(one)
    assert (after.withdrawn_on is None) == (after.employer.name == "Bakery")
    assert after.revision == seen + 1
    assert verify() == []


def test_one_form_sent_twice_at_once_is_done_once() -> None:
    cast = gather()
    one, form = enrolled(cast), uuid.uuid4()
    seen = now(one).revision
    said_no = at_once(*(partial(moved, cast, one, id=form, seen=seen) for _ in range(2)))
    assert all(isinstance(each, Stale) for each in said_no)
    assert one.changes.count() == 1
    assert one.participants.filter(role=Role.LINE_MANAGER, until=None).count() == 1


def test_an_offer_is_accepted_or_taken_back_and_never_both() -> None:
    cast = gather()
    one = enrolled(cast)
    offer = offered(cast, one)
    said_no = at_once(
        partial(services.accept_offer, who=walter(cast), offer=offer, tutor=cast.wendy),
        partial(services.take_back_offer, who=walter(cast), offer=offer),
    )
    assert [type(each) for each in said_no] == [Refused]
    offer.refresh_from_db()
    assert (now(one).provider == cast.westfield) == (offer.state == "accepted")


def test_two_overlapping_breaks_are_one() -> None:
    cast = gather()
    one = enrolled(cast)
    said_no = at_once(
        *(
            partial(
                services.add_break,
                who=walter(cast),
                apprenticeship=one,
                first_day=dt.date(2024, 7, day),
                last_day=dt.date(2024, 7, 31),
            )
            for day in (1, 2)
        )
    )
    assert [type(each) for each in said_no] == [Refused]
    assert one.breaks.count() == 1


def test_a_gateway_is_confirmed_by_the_version_it_was_decided_on() -> None:
    cast = gather()
    one = enrolled(cast, version="1.0", start=dt.date(2023, 4, 3))
    gateway = gateways.submitted(cast, gateways.prepared(cast, one))
    said_no = at_once(partial(gateways.confirmed, cast, gateway), partial(versioned, cast, one, version="1.1"))
    assert [type(each) for each in said_no] == [Refused]
    gateway.refresh_from_db()
    assert (gateway.state, now(one).version) == (Gateway.State.CONFIRMED, "1.0")
