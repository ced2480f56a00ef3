"""No page asks the database more than ten times, whatever the number of apprentices.

Everybody of the demo world, with sixty more apprentices in it, follows every link from their home page. What counts is
what a page asks; the marks of a transaction and moving the time-out of the session (once a minute) do not. A page
that logs sensitive reads writes its entries besides.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.stories import uln
from tests.world import demo_world  # noqa: F401
from touchstone.apps.apprenticeships.services import Newcomer, enrol
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role

MOST = 10
A_LOG_ENTRY = ("records_chainhead", 'INTO "records_log')
OF_A_KIND = 2  # how many pages of one kind each person opens
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]*)"', re.I)
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", 'UPDATE "django_session"')


@pytest.fixture(scope="module")
def crowd(demo_world: None) -> None:  # noqa: F811
    """Sixty more apprentices of the same tutor, employer and assessment organisation."""
    tom, lena = (User.objects.get(name__startswith=name) for name in ("Tom ", "Lena "))
    organisations = {one.name.split()[0]: one for one in Organisation.objects.all()}
    for number in range(60):
        enrol(
            who=actor_for(tom).acting(Role.TUTOR),
            id=uuid.uuid4(),
            name=f"Crowd {number} (demo)",
            email=f"crowd{number}@example.org",
            standard="ST1379",
            version="1.2" if number % 2 else "1.1",
            provider=organisations["Northgate"],
            employer=organisations["Harbour"],
            assessment_organisation=organisations["Meridian"],
            start=dt.date(2024, 10, 1) if number % 2 else dt.date(2024, 5, 1),
            funding="public",
            date_of_birth=dt.date(1990, 1, 1),
            uln=uln(number),
            tutor=tom,
            line_manager=Newcomer(lena.name, lena.email),
        )


@pytest.mark.django_db
def test_no_page_asks_more_than_ten_times(crowd: None) -> None:
    kinds: set[str] = set()
    too_many = []
    for person in User.objects.filter(memberships__isnull=False).exclude(name__startswith="Crowd").distinct():
        for path, kind, asked in _pages_of(person):
            kinds.add(kind)
            if len(asked) > MOST:
                too_many.append(f"{person.name} {path} ({kind}): {len(asked)}\n    " + "\n    ".join(asked))
    assert len(kinds) > 25, f"only {len(kinds)} kinds of page were reached: {sorted(kinds)}"
    assert too_many == [], "\n".join(too_many)


def _pages_of(person: User) -> Iterator[tuple[str, str, list[str]]]:
    """Path, kind and statements of each page reached from the home page."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    waiting, opened = ["/"], {"/"}
    of_kind: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        kind = resolve(urlsplit(path).path).view_name
        of_kind[kind] = of_kind.get(kind, 0) + 1
        if of_kind[kind] > OF_A_KIND:
            continue
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code in (200, 302), f"{person.name}: {path} was answered with {answer.status_code}"
        asked = [one["sql"][:150] for one in captured if not one["sql"].startswith(BOOKKEEPING)]
        yield path, kind, [sql for sql in asked if not any(part in sql for part in A_LOG_ENTRY)]
        if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in map(unescape, LINK.findall(answer.content.decode())):
            target = urlsplit(link)
            full = target.path + (f"?{target.query}" if target.query else "")
            own = not target.netloc and target.path.startswith("/") and not target.path.startswith("/static/")
            if own and full not in opened:
                opened.add(full)
                waiting.append(full)
