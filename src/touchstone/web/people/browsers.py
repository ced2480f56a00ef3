"""A browser in words, and which people have signed in from it before."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

# In this order: most of them claim to be one of those further down as well.
PROGRAMS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet", "Firefox/": "Firefox", "FxiOS/": "Firefox",
    "Chrome/": "Chrome", "CriOS/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "an iPhone", "iPad": "an iPad", "Android": "Android", "Windows": "Windows", "CrOS": "a Chromebook",
    "Macintosh": "a Mac", "Linux": "Linux",
}  # fmt: skip
UNKNOWN = "a browser that does not say what it is"

SALT = "touchstone.known-browser"
SECONDS = 400 * 24 * 60 * 60  # as long as browsers keep a cookie
PEOPLE = 20  # who share one browser


def in_words(request: HttpRequest) -> str:
    """ "Firefox on Windows": as much as helps somebody to know their own browser again."""
    sent = request.headers.get("User-Agent", "")
    program = next((name for mark, name in PROGRAMS.items() if mark in sent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in sent), "")
    return f"{program} on {system}" if program and system else program or UNKNOWN


def is_known(request: HttpRequest, person: uuid.UUID) -> bool:
    """Whether this person has signed in from this browser before.

    A signed cookie says so: what a browser calls itself it shares with millions of others, and where it is on the
    internet changes by the hour. Whoever deletes their cookies gets one letter more.
    """
    return _mark(person) in _people(request)


def make_known(request: HttpRequest, response: HttpResponse, person: uuid.UUID) -> None:
    others = [mark for mark in _people(request) if mark != _mark(person)]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps([_mark(person), *others][:PEOPLE], salt=SALT),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _people(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES[settings.KNOWN_BROWSER_COOKIE_NAME], salt=SALT, max_age=SECONDS))
    except (KeyError, TypeError, signing.BadSignature):
        return []


def _mark(person: uuid.UUID) -> str:
    """Stands for a person in the cookie, so that others at the same computer do not read who it was."""
    return salted_hmac(SALT, str(person)).hexdigest()[:20]
