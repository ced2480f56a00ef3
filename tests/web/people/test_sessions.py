"""How long a session lasts without a click, and that most clicks write nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.web.signed_in import client_of
from touchstone.demo.clock import at

LONGEST = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
SECOND = dt.timedelta(seconds=1)


def written(captured: CaptureQueriesContext) -> list[str]:
    return [one["sql"] for one in captured if 'UPDATE "django_session"' in one["sql"]]


def test_a_second_click_within_the_minute_writes_no_session(cast: Cast) -> None:
    client, now = client_of(cast.tom), timezone.now()
    client.get("/")
    with at(now + 30 * SECOND), CaptureQueriesContext(connection) as soon:
        assert client.get("/").status_code == 200
    with at(now + 90 * SECOND), CaptureQueriesContext(connection) as later:
        assert client.get("/").status_code == 200
    assert written(soon) == []
    assert len(written(later)) == 1


@pytest.mark.parametrize("seconds", [0, 1, 59, 61, 600])
def test_nobody_is_signed_out_before_the_time_out_after_their_last_click(cast: Cast, seconds: int) -> None:
    client, now = client_of(cast.tom), timezone.now()
    last_click = now + seconds * SECOND
    with at(last_click):
        assert client.post(reverse("people:keep_alive")).status_code == 204
    with at(last_click + LONGEST - SECOND):
        assert client.post(reverse("people:keep_alive")).status_code == 204


@pytest.mark.parametrize("seconds", [1, 59, 61, 600])
def test_everybody_is_signed_out_soon_after_the_time_out(cast: Cast, seconds: int) -> None:
    client, now = client_of(cast.tom), timezone.now()
    last_click = now + seconds * SECOND
    with at(last_click):
        assert client.post(reverse("people:keep_alive")).status_code == 204
    with at(last_click + LONGEST + 62 * SECOND):
        assert client.post(reverse("people:keep_alive")).status_code == 302


def test_a_click_every_half_hour_keeps_somebody_signed_in_all_day(cast: Cast) -> None:
    client, now = client_of(cast.tom), timezone.now()
    for half_hours in range(16):
        with at(now + half_hours * dt.timedelta(minutes=30)):
            assert client.get("/").status_code == 200
