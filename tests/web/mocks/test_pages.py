"""The pages of mock assessments: the assessor's form to write on, and what the apprentice reads of it."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.mocks.making import begun, judged, shared
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.mocks.models import Mock
from touchstone.apps.records.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


def words(response: Any) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"mocks:{name}", args=args))
    assert response.status_code == 200
    return words(response)


def test_the_tutor_begins_a_mock_fills_it_in_and_shares_it(cast: Cast, one: Apprenticeship) -> None:
    tom = client_of(cast.tom)
    day = {"held_on-day": "10", "held_on-month": "9", "held_on-year": "2024"}
    sent = {"id": str(uuid.uuid4()), "method": "observation", **day}
    response = tom.post(reverse("mocks:begin", args=[one.pk]), sent)
    mock = Mock.objects.get()
    assert response.headers["Location"] == reverse("mocks:mock", args=[mock.pk])
    page = at(tom, "mock", mock.pk)
    assert "Only you see it" in page
    assert "0 of 10 judged" in page
    marks = {"version": "1", "O-P1-judged": "met", "O-P1-note": "Agreed the contract aloud", "do": "save"}
    assert tom.post(reverse("mocks:marks", args=[mock.pk]), marks).status_code == 302
    feedback = {"version": "2", "feedback": "Go on so."}
    assert tom.post(reverse("mocks:share", args=[mock.pk]), feedback).status_code == 302
    page = at(client_of(cast.alice), "mock", mock.pk)
    assert "Go on so." in page
    assert "Agreed the contract aloud" in page
    assert "counts for nothing" in page
    assert "not determined, because not everything was judged" in page


def test_what_took_place_and_what_was_asked_is_kept(cast: Cast, one: Apprenticeship) -> None:
    tom, mock = client_of(cast.tom), begun(cast, one)
    parts = {"version": "1", "part-rows": "1", "part-0-minutes": "31", "do": "save"}
    assert tom.post(reverse("mocks:parts", args=[mock.pk, "live-session"]), parts).status_code == 302
    asked = {"version": "2", "question-rows": "1", "question-0-text": "Why so?", "question-0-kind": "set", "do": "save"}
    assert tom.post(reverse("mocks:questions", args=[mock.pk]), asked).status_code == 302
    mock.refresh_from_db()
    assert mock.parts[0]["minutes"] == 31
    assert mock.questions is not None
    assert mock.questions[0]["text"] == "Why so?"


def test_a_form_that_is_not_right_gives_everything_back(cast: Cast, one: Apprenticeship) -> None:
    tom, mock = client_of(cast.tom), judged(cast, begun(cast, one))
    stale = {"version": "1", "feedback": "Typed for ten minutes", "do": "save"}
    response = tom.post(reverse("mocks:share", args=[mock.pk]), stale)
    assert response.status_code == 422
    assert "changed meanwhile" in words(response)
    assert "Typed for ten minutes" in words(response)
    response = tom.post(reverse("mocks:begin", args=[one.pk]), {"id": str(uuid.uuid4()), "method": "observation"})
    assert response.status_code == 422
    assert "There is a problem" in words(response)


def test_a_shared_mock_leads_who_would_write_on_it_to_reading(cast: Cast, one: Apprenticeship) -> None:
    tom, mock = client_of(cast.tom), shared(cast, one)
    for name, more in (("marks", ()), ("questions", ()), ("parts", ("live-session",)), ("share", ()), ("discard", ())):
        response = tom.get(reverse(f"mocks:{name}", args=[mock.pk, *more]))
        assert (response.status_code, response.headers["Location"]) == (302, reverse("mocks:mock", args=[mock.pk]))


def test_a_mock_is_thrown_away_after_asking(cast: Cast, one: Apprenticeship) -> None:
    tom, mock = client_of(cast.tom), begun(cast, one)
    assert "cannot be brought back" in at(tom, "discard", mock.pk)
    tom.post(reverse("mocks:discard", args=[mock.pk]), {"version": "1"})
    assert not Mock.objects.exists()
    assert "no mock to read yet" in at(tom, "list", one.pk)


def test_each_reading_is_logged(cast: Cast, one: Apprenticeship) -> None:
    mock = shared(cast, one)
    at(client_of(cast.alice), "mock", mock.pk)
    entry = LogEntry.objects.filter(verb="mock.opened").latest("number")
    assert (entry.actor, entry.details["page"]) == (cast.alice.pk, "mock")


def test_the_way_there_is_on_the_page_of_the_assessment_for_who_may_go(cast: Cast, one: Apprenticeship) -> None:
    address = reverse("assessment:show", args=[one.pk])
    assert "Mock assessments" in words(client_of(cast.alice).get(address))
    assert "Mock assessments" not in words(client_of(cast.ada).get(address))
