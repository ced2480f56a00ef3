"""A session that ends in the middle of a form loses no text, and gives it to nobody else."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from touchstone.apps.people import services
from touchstone.apps.people.models import HeldForm, User

PASSWORD = "correct horse battery"
STORY = "Cwrddais â’m mentai 🌱 <b>ddoe</b>.\r\nMaen nhw’n dda – “iawn”.\r\n"


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _passwords(cast: Cast) -> None:
    for person in (cast.alice, cast.tom):
        person.set_password(PASSWORD)
        person.save()


def token(client: Client, address: str = "/account/login/") -> str:
    """What a form of this browser carries: read from a page, as a browser does."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def post(client: Client, address: str, with_token: str | None = None, **fields: Any) -> Any:
    return client.post(address, {"csrfmiddlewaretoken": with_token or token(client), **fields})


def sign_in(client: Client, person: User, address: str = "/account/login/") -> Any:
    response = post(client, address, login=person.email, password=PASSWORD)
    assert response.status_code == 302, response.content.decode()
    return response


def lapse(client: Client) -> None:
    """The session ends, as it does by itself after an hour: the cookie of the session is gone, the others stay."""
    del client.cookies["sessionid"]


def begin(client: Client, person: User) -> str:
    """Sign in and open a form; its token."""
    sign_in(client, person)
    found = token(client, reverse("account_change_password"))
    lapse(client)
    return found


def buttons(page: str) -> dict[str, list[str]]:
    """The fields of the form with the button “Send it now”."""
    found: dict[str, list[str]] = {}
    start = page.index('<form method="post" action="/form/" data-kept>')
    form = page[start : page.index("</form>", start)]
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    for name, value in re.findall(r'<textarea name="([^"]+)" hidden>(.*?)</textarea>', form, re.DOTALL):
        found.setdefault(html.unescape(name), []).append(html.unescape(value).removeprefix("\n"))
    return found


def test_what_was_typed_is_given_back_after_sign_in_and_arrives_whole(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    sent = post(client, "/form/", carried, title="My session", story=STORY, ksbs=["K1", "S2"], day="5", empty="")
    assert sent["Location"] == "/account/login/?next=%2Faccount%2Fkept%2F"
    assert "It has been kept" in client.get(sent["Location"]).content.decode()
    assert sign_in(client, cast.alice, sent["Location"])["Location"] == "/account/kept/"

    page = client.get("/account/kept/").content.decode()
    assert "You were signed out before this was saved" in page
    assert "Cwrddais â’m mentai 🌱 &lt;b&gt;ddoe&lt;/b&gt;." in page
    fields = buttons(page)
    arrived = client.post("/form/", fields)
    assert arrived.status_code == 201
    assert arrived.json() == {
        "arrived": {"title": ["My session"], "story": [STORY], "ksbs": ["K1", "S2"], "day": ["5"]},
        "who": "Alice Adeyemi",
    }


def test_the_page_shows_what_was_typed_and_not_the_ids_of_the_form(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, id=str(cast.harbour.pk), title="My session")
    sign_in(client, cast.alice)
    page = client.get("/account/kept/").content.decode()
    assert "My session</div>" in page
    assert f"{cast.harbour.pk}</div>" not in page
    assert buttons(page)["id"] == [str(cast.harbour.pk)]


def test_once_sent_it_is_kept_no_longer(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, title="My session")
    sign_in(client, cast.alice)
    client.post("/form/", buttons(client.get("/account/kept/").content.decode()))
    assert not HeldForm.objects.exists()
    assert client.get("/account/kept/")["Location"] == "/"


def test_when_the_sending_fails_it_is_still_kept(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, title="break")
    sign_in(client, cast.alice)
    client.raise_request_exception = False
    assert client.post("/form/", buttons(client.get("/account/kept/").content.decode())).status_code == 500
    assert HeldForm.objects.count() == 1


def test_another_person_who_signs_in_sees_nothing_of_it(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    sent = post(client, "/form/", carried, title="My session", story="A private word")
    sign_in(client, cast.tom, sent["Location"])
    response = client.get("/account/kept/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert HeldForm.objects.get().person == cast.alice


def test_another_person_cannot_delete_it_by_its_id(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, title="My session")
    sign_in(client, cast.tom)
    held = str(HeldForm.objects.get().pk)
    post(client, "/account/kept/", token(client, reverse("account_email")), drop=held)
    post(client, "/form/", token(client, reverse("account_email")), held_form=held)
    assert HeldForm.objects.count() == 1


def test_its_person_can_delete_it(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, title="My session")
    sign_in(client, cast.alice)
    post(client, "/account/kept/", token(client, "/account/kept/"), drop=str(HeldForm.objects.get().pk))
    assert not HeldForm.objects.exists()


@pytest.mark.parametrize("drop", ["", "no id", "00000000-0000-0000-0000-000000000000"])
def test_deleting_what_is_not_there_does_no_harm(client: Client, cast: Cast, drop: str) -> None:
    sign_in(client, cast.alice)
    response = post(client, "/account/kept/", token(client, reverse("account_email")), drop=drop)
    assert response.status_code == 302


def test_after_signing_out_nothing_is_kept_for_whoever_comes_next(client: Client, cast: Cast) -> None:
    """At a shared computer: what is typed after Alice has left is not hers."""
    sign_in(client, cast.alice)
    carried = token(client, reverse("account_email"))
    post(client, reverse("account_logout"), carried)
    response = post(client, "/form/", title="My session", story="A private word")
    assert not HeldForm.objects.exists()
    assert response.status_code == 403
    assert "A private word" in response.content.decode()  # to copy, before anything else


def test_a_forged_cookie_keeps_nothing(client: Client, cast: Cast) -> None:
    client.cookies["last-person"] = str(cast.alice.pk)
    post(client, "/form/", title="My session")
    assert not HeldForm.objects.exists()


def test_the_cookie_is_not_sent_along_from_other_sites_and_not_read_by_scripts(client: Client, cast: Cast) -> None:
    sign_in(client, cast.alice)
    cookie = client.cookies["last-person"]
    assert (cookie["samesite"], cookie["httponly"]) == ("Strict", True)
    assert cookie["max-age"] == 7 * 24 * 60 * 60


def test_passwords_and_tokens_are_never_kept(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, title="My session", password="secret one", oldPassword2="secret two")
    assert HeldForm.objects.get().fields == {"title": ["My session"]}


def test_a_null_character_does_no_harm(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, **{"title": "My\0 session", "odd\0name": "x"})
    assert HeldForm.objects.get().fields == {"title": ["My session"], "oddname": ["x"]}


def test_files_cannot_be_kept_and_the_page_names_them(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    files = [SimpleUploadedFile("plan.pdf", b"x"), SimpleUploadedFile("notes.txt", b"x")]
    post(client, "/form/", carried, title="My session", files=files)
    sign_in(client, cast.alice)
    page = client.get("/account/kept/").content.decode()
    assert "Files cannot be kept. Add these again after sending: plan.pdf, notes.txt" in page


def test_a_text_too_long_to_keep_is_shown_to_be_copied(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    story = "A long story. " * (services.HELD_CHARACTERS // 10)
    response = post(client, "/form/", carried, title="My session", story=story)
    assert not HeldForm.objects.exists()
    assert response.content.decode().count("A long story.") >= services.HELD_CHARACTERS // 10


def test_a_text_of_a_hundred_thousand_characters_is_kept(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    post(client, "/form/", carried, story="ŵ" * 100_000)
    assert len(HeldForm.objects.get().fields["story"][0]) == 100_000


def test_only_the_newest_few_are_kept(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    for number in range(services.HELD_AT_ONCE + 2):
        post(client, "/form/", carried, title=f"Session {number}")
    kept = [form.fields["title"][0] for form in HeldForm.objects.order_by("held_at")]
    assert kept == [f"Session {number}" for number in range(2, services.HELD_AT_ONCE + 2)]


def test_what_is_old_is_deleted(client: Client, cast: Cast) -> None:
    for days in (8, 6):
        services.hold_form(person_id=cast.alice.pk, path="/form/", fields={"title": [str(days)]})
        newest = HeldForm.objects.order_by("-held_at")[0]
        HeldForm.objects.filter(pk=newest.pk).update(held_at=timezone.now() - dt.timedelta(days=days))
    assert services.drop_old_held_forms() == 1
    assert [form.fields for form in HeldForm.objects.all()] == [{"title": ["6"]}]


def test_a_form_opened_before_signing_in_again_in_another_tab_is_kept_too(client: Client, cast: Cast) -> None:
    """Signing in gives the browser a new token: the form in the first tab carries one that no longer fits."""
    carried = begin(client, cast.alice)
    sign_in(client, cast.alice)
    response = post(client, "/form/", carried, title="From the first tab")
    assert response["Location"] == "/account/kept/"
    page = client.get("/account/kept/").content.decode()
    assert client.post("/form/", buttons(page)).json()["arrived"] == {"title": ["From the first tab"]}


def test_a_lapsed_session_whose_token_fails_is_rescued_too(client: Client, cast: Cast) -> None:
    begin(client, cast.alice)
    response = post(client, "/form/", "x" * 64, title="My session")
    assert response["Location"] == "/account/login/?next=%2Faccount%2Fkept%2F"
    assert HeldForm.objects.get().person == cast.alice


def test_another_sites_form_is_not_kept(client: Client, cast: Cast) -> None:
    begin(client, cast.alice)
    response = client.post("/form/", {"title": "Forged"}, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert not HeldForm.objects.exists()


def test_the_csrf_cookie_outlives_the_session(client: Client, cast: Cast, settings: Any) -> None:
    sign_in(client, cast.alice)
    assert client.cookies["csrftoken"]["max-age"] > 300 * 24 * 60 * 60
    assert client.cookies["sessionid"]["max-age"] == ""  # until the browser closes; on our side an hour without a click
    assert settings.SESSION_COOKIE_AGE == 3600


def test_a_page_asked_for_while_signed_out_is_shown_after_sign_in(client: Client, cast: Cast) -> None:
    response = client.get("/form/?page=2")
    assert response["Location"] == "/account/login/?next=%2Fform%2F%3Fpage%3D2"


def test_a_button_pressed_while_signed_out_leads_back_to_its_page(client: Client, cast: Cast) -> None:
    carried = begin(client, cast.alice)
    response = client.post(
        "/form/", {"csrfmiddlewaretoken": carried}, headers={"Referer": "http://testserver/list/?q=ann"}
    )
    assert response["Location"] == "/account/login/?next=%2Flist%2F%3Fq%3Dann"
    assert not HeldForm.objects.exists()


def test_staying_signed_in_moves_the_time_out(client: Client, cast: Cast) -> None:
    sign_in(client, cast.alice)
    before = client.session.get_expiry_date()
    response = client.post(reverse("people:keep_alive"))  # no token: it does only what looking at any page does
    assert response.status_code == 204
    assert response["Session-Seconds"] == "3600"
    assert client.session.get_expiry_date() >= before


def test_staying_signed_in_is_too_late_once_signed_out(client: Client, db: None) -> None:
    assert client.post(reverse("people:keep_alive")).status_code == 302  # no 2xx: the page says that one is signed out
    assert client.get(reverse("people:keep_alive")).status_code == 405
