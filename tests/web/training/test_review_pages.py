"""The pages of progress reviews, from opening one to the last signature."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.training.making import milestone, review, tom
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.training import services
from touchstone.apps.training.models import Milestone, Review

pytestmark = pytest.mark.django_db


def _text(client: Client, name: str, pk: object) -> str:
    answer = client.get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_three_go_through_a_review(cast: Cast) -> None:
    one = enrolled(cast)
    tutor = client_of(cast.tom)
    day = {"held_on-day": "3", "held_on-month": "6", "held_on-year": "2024"}
    answer = tutor.post(reverse("training:hold_review", args=[one.pk]), {"id": str(uuid.uuid4()), **day})
    held = Review.objects.get()
    assert answer["Location"] == reverse("training:review", args=[held.pk])
    for person in (cast.tom, cast.alice, cast.lena):
        client = client_of(person)
        assert "Write your part" in _text(client, "training:review", held.pk)
        part = {"version": "1", "progress": f"It goes well, says {person.name}", "next_steps": "", "wellbeing": ""}
        assert client.post(reverse("training:write_review", args=[held.pk]), part).status_code == 302
        sure = {"version": "2", "sure": "on"}
        assert client.post(reverse("training:sign_review", args=[held.pk]), sure).status_code == 302
    page = _text(client_of(cast.quentin), "training:review", held.pk)
    assert all(f"by {person.name} on" in page for person in (cast.tom, cast.alice, cast.lena))
    assert "It goes well, says Lena Line" in page
    assert "All signed" in _text(tutor, "training:reviews", one.pk)


def test_what_was_typed_stays_when_the_part_changed_in_another_window(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    client, address = client_of(cast.alice), reverse("training:write_review", args=[held.pk])
    client.post(address, {"version": "1", "progress": "From the other window"})
    answer = client.post(address, {"version": "1", "progress": "Typed here"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the other window" in page
    assert "Typed here" in page
    again = client.post(address, {"version": "2", "progress": "Typed here"})
    assert again.status_code == 302


def test_signing_asks_whether_it_is_meant(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    client = client_of(cast.lena)
    client.post(reverse("training:write_review", args=[held.pk]), {"version": "1", "progress": "Well"})
    answer = client.post(reverse("training:sign_review", args=[held.pk]), {"version": "2"})
    assert answer.status_code == 422
    assert held.parts.filter(signed_at=None).count() == 3


def test_an_action_agreed_stands_in_the_training_plan(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    sent = {"id": str(uuid.uuid4()), "title": "Ask two mentees for feedback"}
    due = {"due-day": "1", "due-month": "9", "due-year": "2024"}
    client_of(cast.tom).post(reverse("training:review_action", args=[held.pk]), sent | due)
    assert Milestone.objects.get().review_id == held.pk
    assert "Ask two mentees for feedback" in _text(client_of(cast.alice), "training:show", one.pk)


def test_once_all_three_have_signed_no_action_is_added(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    for person in (cast.tom, cast.alice, cast.lena):
        client = client_of(person)
        client.post(reverse("training:write_review", args=[held.pk]), {"version": "1", "progress": "Well"})
        client.post(reverse("training:sign_review", args=[held.pk]), {"version": "2", "sure": "on"})
    sent = {"id": str(uuid.uuid4()), "title": "Later", "due-day": "1", "due-month": "9", "due-year": "2024"}
    answer = client_of(cast.tom).post(reverse("training:review_action", args=[held.pk]), sent)
    assert answer.status_code == 422
    assert "All three have signed" in answer.content.decode()
    assert "Add an action" not in _text(client_of(cast.tom), "training:review", held.pk)


def test_an_action_taken_out_of_the_plan_stays_in_the_review(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    agreed = milestone(cast, one, review=held, title="Ask two mentees")
    services.remove_milestone(who=tom(cast), milestone=agreed, version=1)
    assert "Ask two mentees, by 30 June 2024: taken out of the plan" in _text(
        client_of(cast.alice), "training:review", held.pk
    )
    assert "Ask two mentees" not in _text(client_of(cast.alice), "training:show", one.pk)


def test_a_successor_is_told_whose_words_wait_in_their_part(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    client_of(cast.alice).post(reverse("training:write_review", args=[held.pk]), {"version": "1", "progress": "Well"})
    held.parts.filter(role="apprentice").update(written_by=cast.tom)
    client = client_of(cast.alice)
    assert f"{cast.tom.name} wrote your part before you" in _text(client, "training:review", held.pk)
    answer = client.post(reverse("training:sign_review", args=[held.pk]), {"version": "2", "sure": "on"})
    assert answer.status_code == 422
    assert "Somebody else wrote this part" in answer.content.decode()


def test_a_review_is_taken_along_as_a_pdf(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    answer = client_of(cast.lena).get(reverse("training:review_pdf", args=[held.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "progress-review-" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert client_of(cast.sunil).get(reverse("training:review_pdf", args=[held.pk])).status_code == 404


def test_the_quality_lead_says_how_often(cast: Cast) -> None:
    client = client_of(cast.quentin)
    address = reverse("training:rhythm", args=[cast.northgate.pk])
    assert client.post(address, {"weeks": "8"}).status_code == 302
    assert client.post(address, {"weeks": "0"}).status_code == 422
    assert "every 8 weeks" in _text(client, "training:reviews", enrolled(cast).pk)
    assert client_of(cast.walter).get(address).status_code == 404
