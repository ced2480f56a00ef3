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
    footer: tuple[Link, ...] = ()
    account: str = ""
    sign_out: str = ""
    keep_alive: str = ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. ``settings.NAVIGATION`` names a function ``(request) -> iterable of Link``, for whoever is
    signed in; ``settings.FOOTER`` one for everybody. Empty: no links.
    """
    user = getattr(request, "user", None)
    demo, seconds = settings.DEMO, settings.SESSION_COOKIE_AGE
    footer = _links(settings.FOOTER, request)
    if user is None or not user.is_authenticated:
        return {"layout": Layout(demo=demo, session_seconds=seconds, footer=footer)}
    return {
        "layout": Layout(
            demo=demo,
            session_seconds=seconds,
            person=str(user),
            person_id=str(user.pk),
            navigation=_links(settings.NAVIGATION, request),
            footer=footer,
            account=reverse("account_email"),
            sign_out=reverse("account_logout"),
            keep_alive=reverse("people:keep_alive"),
        )
    }


def _links(name: str, request: HttpRequest) -> tuple[Link, ...]:
    return tuple(import_string(name)(request)) if name else ()
