"""The desk: what waits for the assessment organisation's decision, and whether it is on time."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.urls import reverse

from tests.apps.gateway.making import BY_POINTS, ada
from tests.cast import LONG_AGO, Cast
from tests.stories import enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.services import promise_days
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.demo.clock import at

THURSDAY = dt.datetime(2026, 3, 12, 15, tzinfo=dt.UTC)
DESK = "/gateways/"


def waits(cast: Cast, one: Apprenticeship, day: int, **more: Any) -> Gateway:
    """Submitted on that day of March 2026."""
    return Gateway.objects.create(
        **{
            "apprenticeship": one,
            "number": 1,
            "state": "submitted",
            "submitted_by": cast.tom,
            "submitted_at": dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC),
            **more,
        }
    )


def desk(person: User, **query: str) -> str:
    client = client_of(person)
    with at(THURSDAY):
        return " ".join(re.sub("<[^>]+>", " ", client.get(DESK, query).content.decode()).split())


def two(cast: Cast) -> None:
    """Alice since Monday of last week; a second one, on another standard, since yesterday."""
    waits(cast, enrolled(cast), 2)
    waits(cast, enrolled(cast, **BY_POINTS, name="Zed", email="zed@example.org", uln=uln(1)), 11)


def test_the_longest_waiting_stands_first_with_its_age_in_working_days(cast: Cast) -> None:
    two(cast)
    words = desk(cast.ada)
    assert words.index("Alice Adeyemi") < words.index("Zed")
    assert "2 March 2026 8 working days" in words
    assert "11 March 2026 1 working day" in words


def test_without_a_promise_nothing_is_called_late(cast: Cast) -> None:
    two(cast)
    words = desk(cast.ada)
    assert "No number of days is set" in words
    assert "No days promised" in words
    assert "Late by" not in words


def test_late_and_on_time_are_said_by_the_organisations_own_days(cast: Cast) -> None:
    two(cast)
    promise_days(who=ada(cast), organisation=cast.meridian, days=5, version=0)
    words = desk(cast.ada)
    assert "You decide within 5 working days" in words
    assert "Late by 3 working days" in words
    assert "On time, 4 working days left" in words
    late = desk(cast.ada, age="late")
    assert "Alice Adeyemi" in late
    assert "Zed" not in late


def test_what_is_due_today_is_not_late_yet(cast: Cast) -> None:
    waits(cast, enrolled(cast), 5)
    promise_days(who=ada(cast), organisation=cast.meridian, days=5, version=0)
    assert "On time, due today" in desk(cast.ada)
    assert "No gateway that waits for your decision matches" in desk(cast.ada, age="late")


def test_filters_in_the_address_choose_and_what_is_not_understood_shows_all(cast: Cast) -> None:
    two(cast)
    assert "Alice Adeyemi" not in desk(cast.ada, standard="ST0148")
    assert "Alice Adeyemi" in desk(cast.ada, age="5")
    assert "Zed" not in desk(cast.ada, age="5")
    assert "Zed" in desk(cast.ada, provider=str(cast.northgate.pk))
    for nonsense in ({"standard": "💥"}, {"provider": "1"}, {"age": "-1"}, {"page": "9999"}):
        assert "Alice Adeyemi" in desk(cast.ada, **nonsense)


def test_the_median_of_what_was_decided_in_the_last_90_days(cast: Cast) -> None:
    def decided(number: int, submitted: int, took: int, *, ago: int = 0) -> None:
        one = enrolled(cast, name=f"Zed {number}", email=f"zed{number}@example.org", uln=uln(number))
        at_ = dt.datetime(2026, 3, submitted, 9, tzinfo=dt.UTC) - dt.timedelta(days=ago)
        gateway = waits(cast, one, submitted, state="confirmed", decided_by=cast.ada)
        gateway.submitted_at, gateway.decided_at = at_, at_ + dt.timedelta(days=took)
        gateway.save()

    decided(1, 2, 1)
    decided(2, 2, 2)
    decided(3, 2, 4)
    decided(4, 2, 3, ago=182)
    promise_days(who=ada(cast), organisation=cast.meridian, days=3, version=0)
    words = desk(cast.ada)
    assert "Decided in the last 90 days: 3, half of them within 2 working days (the median), 2 on time." in words
    assert "Nothing was decided in the last 90 days" in desk(cast.tess)


def test_another_organisation_sees_nothing_of_it(cast: Cast) -> None:
    two(cast)
    assert "No gateway waits for your decision." in desk(cast.tess)


def test_the_promise_is_set_on_a_page_and_a_colleagues_is_shown(cast: Cast) -> None:
    address = reverse("gateway:promise", args=[cast.meridian.pk])
    client = client_of(cast.ada)
    assert "No number is set yet." in client.get(address).content.decode()
    refused = client.post(address, {"version": "0", "days": "soon"})
    assert refused.status_code == 422
    saved = client.post(address, {"version": "0", "days": "5"}, follow=True)
    assert "You decide within 5 working days" in saved.content.decode()
    second = client_of(cast.abel).post(address, {"version": "0", "days": "4"})
    assert second.status_code == 422
    assert "Ada Administrator set it to 5 after you opened the page." in second.content.decode()
    client_of(cast.abel).post(address, {"version": "1", "days": "4"})
    assert "You decide within 4 working days" in desk(cast.ada)


def test_five_hundred_in_the_queue_ask_no_more_than_ten_times(cast: Cast) -> None:
    one = enrolled(cast)
    crowd = [User(email=f"crowd{number}@example.org", name=f"Crowd {number}") for number in range(500)]
    User.objects.bulk_create(crowd)
    fields = {field.name: getattr(one, field.name) for field in Apprenticeship._meta.fields if field.name != "id"}
    several = [
        Apprenticeship(**fields | {"apprentice": person, "reference": f"TS-{number:06}", "uln": f"{number:010}"})
        for number, person in enumerate(crowd)
    ]
    Apprenticeship.objects.bulk_create(several)
    hour = dt.timedelta(hours=1)
    Gateway.objects.bulk_create(
        Gateway(
            apprenticeship=each,
            number=1,
            state="submitted",
            submitted_by=cast.tom,
            submitted_at=THURSDAY - hour * (number + 1),
        )
        for number, each in enumerate(several)
    )
    people.give_role(who=SYSTEM, person=cast.tess, organisation=cast.meridian, role=Role.ADMINISTRATOR, since=LONG_AGO)
    client = client_of(cast.tess)  # of two organisations
    with at(THURSDAY):
        client.get(DESK)
        for query in ({}, {"age": "late"}, {"page": "10", "provider": str(cast.northgate.pk)}):
            with at_most(10):
                page = client.get(DESK, query)
            assert page.status_code == 200
        words = client.get(DESK).content.decode()
    assert "500 gateways, the longest waiting first" in words
    assert words.count('<th scope="row"') == 50
