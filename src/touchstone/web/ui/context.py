"""What every layout needs, as one object of its context: ``layout``. Knows people and sections only as words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Link:
    """``current``: this page or its section, marked in the navigation."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """``person``: the name beside "Sign out", empty when nobody is signed in. ``session_seconds``: until time-out."""

    demo: bool
    session_seconds: int
    person: str = ""
    person_id: str = ""
    navigation: tuple[Link, ...] = ()
    sign_out: str = ""
    keep_alive: str = ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. ``settings.NAVIGATION`` names a function ``(request) -> iterable of Link``."""
    user = getattr(request, "user", None)
    demo, seconds = settings.DEMO, settings.SESSION_COOKIE_AGE
    if user is None or not user.is_authenticated:
        return {"layout": Layout(demo=demo, session_seconds=seconds)}
    return {
        "layout": Layout(
            demo=demo,
            session_seconds=seconds,
            person=str(user),
            person_id=str(user.pk),
            navigation=tuple(import_string(settings.NAVIGATION)(request)) if settings.NAVIGATION else (),
            sign_out=reverse("account_logout"),
            keep_alive=reverse("people:keep_alive"),
        )
    }
