"""The page about mail: an owner sees whether what they sent arrived, and nothing that is between others."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.apps.post.test_sending import written
from tests.cast import Cast
from tests.web.signed_in import client_of
from touchstone.apps.post.models import Message

State = Message.State


def page(client: Client, cast: Cast, query: str = "") -> str:
    response = client.get(reverse("post:list", args=[cast.northgate.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def message(cast: Cast, state: str, **more: str) -> Message:
    made = written(organisation=cast.northgate.pk, to=f"{state}@example.org", text="Secret link")
    Message.objects.filter(pk=made.pk).update(state=state, **more)
    made.refresh_from_db()
    return made


def test_it_shows_to_whom_what_and_what_became_of_it_and_never_the_text(cast: Cast) -> None:
    message(cast, State.REFUSED, trouble="550 <b>No such user</b>")
    shown = page(client_of(cast.olga), cast)
    assert "refused@example.org" in shown
    assert "Invitation" in shown
    assert "Could not be sent" in shown
    assert "550 &lt;b&gt;No such user&lt;/b&gt;" in shown
    assert "Secret link" not in shown


def test_mail_of_another_organisation_or_between_the_site_and_one_person_is_not_there(cast: Cast) -> None:
    written(organisation=cast.meridian.pk, to="other@example.org")
    written(person=cast.tom.pk, kind="password-reset", to="tom@example.org")
    shown = page(client_of(cast.olga), cast)
    assert "other@example.org" not in shown
    assert "tom@example.org" not in shown
    assert "No message yet" in shown


def test_it_is_filtered_by_state_and_has_fifty_on_a_page(cast: Cast) -> None:
    message(cast, State.BOUNCED)
    for number in range(51):
        written(organisation=cast.northgate.pk, to=f"p{number}@example.org")
    client = client_of(cast.olga)
    assert page(client, cast).count('data-label="To"') == 50
    assert page(client, cast, "?page=2").count('data-label="To"') == 2
    assert page(client, cast, "?state=bounced").count('data-label="To"') == 1
    assert "bounced@example.org" in page(client, cast, "?state=bounced")


def test_what_came_back_can_be_tried_again_while_its_text_is_kept(cast: Cast) -> None:
    kept, gone = message(cast, State.REFUSED), message(cast, State.BOUNCED, text="")
    client = client_of(cast.olga)
    shown = page(client, cast)
    assert str(kept.pk) in shown
    assert str(gone.pk) not in shown
    address = reverse("post:list", args=[cast.northgate.pk])
    answer = client.post(address, {"message": str(kept.pk)}, follow=True).content.decode()
    assert "The message to refused@example.org will be sent again" in answer
    kept.refresh_from_db()
    assert kept.state == State.WAITING
    answer = client.post(address, {"message": str(gone.pk)}, follow=True).content.decode()
    assert "The text of this message is not kept any more" in answer


def test_mail_of_another_organisation_cannot_be_sent_again(cast: Cast) -> None:
    other = written(organisation=cast.meridian.pk)
    Message.objects.filter(pk=other.pk).update(state=State.REFUSED)
    client = client_of(cast.olga)
    for id in (str(other.pk), "no id", ""):
        answer = client.post(reverse("post:list", args=[cast.northgate.pk]), {"message": id}, follow=True)
        assert "This message is not kept any more" in answer.content.decode()
    other.refresh_from_db()
    assert other.state == State.REFUSED
