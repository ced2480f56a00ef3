"""Where somebody is signed in now."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from touchstone.apps.people.models import SignIn


@dataclass(frozen=True)
class Place:
    """``browser``: in words. ``used``: the last time its session was moved on. ``here``: the one asking."""

    id: uuid.UUID
    browser: str
    at: dt.datetime
    used: dt.datetime
    here: bool


def places_of(person: uuid.UUID, here: str | None) -> list[Place]:
    """The places somebody is signed in: this one (its session has the key ``here``), then the newest. Two queries.

    When a session was used last follows from when it ends: nothing is written for it.
    """
    noted = list(SignIn.objects.filter(person=person).order_by("-at"))
    keys = [one.session_key for one in noted]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    ends = dict(alive.values_list("session_key", "expire_date"))
    length = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    places = [
        Place(one.pk, one.browser, one.at, ends[one.session_key] - length, one.session_key == here)
        for one in noted
        if one.session_key in ends
    ]
    return sorted(places, key=lambda place: not place.here)
