"""The pages of safeguarding concerns."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.concerns.models import Concern

pytestmark = pytest.mark.django_db
WORDS = "She said that she is afraid to go home."


def _send(cast: Cast, pk: object, **changes: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "organisation": str(cast.northgate.pk), "text": WORDS, **changes}


def test_from_raising_to_closing(cast: Cast) -> None:
    one = enrolled(cast)
    lena, sara = client_of(cast.lena), client_of(cast.sara)
    address = reverse("concerns:raise", args=[one.pk])
    assert lena.post(address, _send(cast, one.pk)).status_code == 302
    after = lena.get(address).content.decode()
    assert "not read yet" in after
    assert "afraid" not in after
    concern = Concern.objects.get()
    assert "Not read yet" in sara.get(reverse("concerns:list")).content.decode()
    page = reverse("concerns:read", args=[concern.pk])
    assert WORDS in sara.get(page).content.decode()
    assert "read on" in lena.get(address).content.decode()
    note = {"id": str(uuid.uuid4()), "text": "Talked to her.", "close": "yes"}
    assert sara.post(page, note).status_code == 302
    assert "Talked to her." in sara.get(page).content.decode()
    assert "Closed" in sara.get(reverse("concerns:list")).content.decode()
    assert lena.get(page).status_code == 404


def test_what_was_typed_stays_when_no_reader_was_chosen(cast: Cast) -> None:
    one = enrolled(cast)
    answer = client_of(cast.alice).post(reverse("concerns:raise", args=[one.pk]), _send(cast, one.pk, organisation=""))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Concern.objects.exists()


def test_without_a_lead_the_page_says_where_to_go_instead(cast: Cast) -> None:
    cast.sara.memberships.update(until=cast.sara.memberships.get().since)
    page = client_of(cast.alice).get(reverse("concerns:raise", args=[enrolled(cast).pk])).content.decode()
    assert "nobody would read it here" in page
    assert "call 999" in page
    assert "<textarea" not in page


def test_the_overview_and_a_review_lead_there(cast: Cast) -> None:
    one = enrolled(cast)
    assert (
        reverse("concerns:raise", args=[one.pk])
        in client_of(cast.alice).get(reverse("apprenticeships:show", args=[one.pk])).content.decode()
    )
