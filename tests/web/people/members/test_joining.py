"""The link of an invitation: whoever opens it, in whatever state, is told what to do, and looking changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.apps.people.test_invitations import by_oscar, invited, roles_of, token_of
from tests.cast import Cast, as_actor
from tests.web.signed_in import client_of
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Invitation, User
from touchstone.apps.people.services import Invited
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused
from touchstone.demo.clock import at

PASSWORD = "correct horse battery"
CHOSEN = {"name": "Nia New", "password1": PASSWORD, "password2": PASSWORD}


def address(one: Invited) -> str:
    return reverse("people:join", args=[token_of(one)])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def one(cast: Cast) -> Invited:
    return invited(cast)


def test_looking_changes_nothing_however_often_a_scanner_looks(one: Invited, client: Client) -> None:
    before = Invitation.objects.values().get()
    entries = LogEntry.objects.count()
    for _ in range(3):
        assert client.get(address(one)).status_code == 200
        assert client.head(address(one)).status_code == 200
    assert Invitation.objects.values().get() == before
    assert LogEntry.objects.count() == entries
    assert not User.objects.filter(email="nia@example.org").exists()


def test_whoever_is_new_chooses_a_password_and_is_in(one: Invited, client: Client) -> None:
    page = text(client.get(address(one)))
    for words in ("Join Northgate Training", "as tutor", "nia@example.org", 'value="Nia New"'):
        assert words in page
    answer = client.post(address(one), CHOSEN, follow=True)
    assert answer.request["PATH_INFO"] == reverse("home")
    assert "You have joined Northgate Training." in text(answer)
    assert client.session["_auth_user_id"] == str(User.objects.get(email="nia@example.org").pk)
    again = Client()
    signed_in = again.post(reverse("account_login"), {"login": "NIA@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another password"}, "The two passwords are not the same"),
        ({"password1": "", "password2": ""}, "Enter a password"),
        ({"password1": "nia@example.org", "password2": "nia@example.org"}, "too similar"),
        ({"name": ""}, "Enter your full name"),
    ],
    ids=["short", "two", "none", "their address", "no name"],
)
def test_what_is_wrong_is_said_and_the_name_is_kept(
    one: Invited, client: Client, fields: dict[str, str], said: str
) -> None:
    answer = client.post(address(one), {**CHOSEN, "name": "Nia Newman", **fields})
    assert answer.status_code == 422
    assert said in text(answer)
    assert ('value="Nia Newman"' in text(answer)) == ("name" not in fields)
    assert PASSWORD not in text(answer)
    assert Invitation.objects.get().accepted_at is None


def test_an_account_nobody_has_a_password_for_keeps_its_name(cast: Cast, client: Client) -> None:
    one = services.give_way_in(who=as_actor(cast.tom), person=cast.lena, organisation=cast.harbour)
    page = text(client.get(address(one)))
    assert "Your name here is <strong>Lena Line</strong>" in page
    assert 'name="name"' not in page
    client.post(address(one), {**CHOSEN, "name": "Mallory"})
    lena = User.objects.get(pk=cast.lena.pk)
    assert (lena.name, lena.check_password(PASSWORD)) == ("Lena Line", True)


def test_whoever_has_an_account_signs_in_first_and_comes_back(cast: Cast, client: Client) -> None:
    cast.tom.set_password(PASSWORD)
    cast.tom.save()
    one = by_oscar(cast, email=cast.tom.email)
    page = text(client.get(address(one)))
    back = f"{reverse('account_login')}?next={address(one).replace('/', '%2F')}"
    assert back in page
    refused = client.post(address(one), {"password1": "a new password!", "password2": "a new password!"})
    assert "Sign in to join" in text(refused)  # the link alone opens no account that has a password
    assert User.objects.get(pk=cast.tom.pk).check_password(PASSWORD)
    arrived = client.post(back, {"login": cast.tom.email, "password": PASSWORD}, follow=True)
    assert arrived.request["PATH_INFO"] == address(one)
    joined = client.post(address(one), follow=True)
    assert "You have joined Meridian Assessment." in text(joined)
    assert ("assessor", "Meridian Assessment") in roles_of(cast.tom)


def test_somebody_else_is_told_for_whom_it_is_and_can_sign_out_and_come_back(cast: Cast, one: Invited) -> None:
    browser = client_of(cast.wendy)
    page = text(browser.get(address(one)))
    for words in ("This invitation is for somebody else", "nia@example.org", "signed in as <strong>Wendy Tutor"):
        assert words in page
    browser.post(address(one), CHOSEN)
    assert Invitation.objects.get().accepted_at is None
    out = browser.post(reverse("account_logout"), {"next": address(one)}, follow=True)
    assert out.request["PATH_INFO"] == address(one)
    assert "Choose a password" in text(out)


def test_whoever_must_have_a_second_step_sets_it_up_after_joining(one: Invited, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = "staff"
    answer = client.post(address(one), CHOSEN, follow=True)
    assert answer.request["PATH_INFO"] == reverse("mfa_index")
    assert Invitation.objects.get().state == Invitation.State.ACCEPTED


def test_joining_is_no_sign_in_from_a_new_browser_but_the_next_one_is(one: Invited, client: Client) -> None:
    client.post(address(one), CHOSEN)
    client.post(reverse("account_logout"))
    for browser, letters in ((client, 0), (Client(), 1)):
        browser.post(reverse("account_login"), {"login": "nia@example.org", "password": PASSWORD})
        assert "_auth_user_id" in browser.session
        assert Message.objects.filter(kind="sign-in").count() == letters


def test_opened_twice_it_says_that_it_was_used(cast: Cast, one: Invited, client: Client) -> None:
    client.post(address(one), CHOSEN)
    mine = client.get(address(one))
    assert "You have joined Northgate Training" in text(mine)
    other = Client().get(address(one))
    assert other.status_code == 410
    assert "This invitation has been used" in text(other)
    for words in ("nia@example.org", "Nia", "tutor"):
        assert words not in text(other)


def test_after_its_end_or_when_withdrawn_it_says_so_and_whom_to_ask(cast: Cast, one: Invited, client: Client) -> None:
    with at(timezone.now() + dt.timedelta(days=8)):
        for answer in (client.get(address(one)), client.post(address(one), CHOSEN)):
            assert answer.status_code == 410
            assert "This invitation has ended" in text(answer)
            assert "Ask Northgate Training for a new one." in text(answer)
            assert "nia@example.org" not in text(answer)
    services.withdraw(who=as_actor(cast.olga), invitation=one.invitation)
    for answer in (client.get(address(one)), client.post(address(one), CHOSEN)):
        assert "This invitation was withdrawn" in text(answer)
    assert not User.objects.filter(email="nia@example.org").exists()


def test_a_link_to_an_account_whose_address_has_moved_says_withdrawn_and_takes_nothing(
    cast: Cast, client: Client
) -> None:
    one = services.invite_to_account(who=SYSTEM, person=cast.tom, organisation=cast.northgate)
    assert one is not None
    User.objects.filter(pk=cast.tom.pk).update(email="tomas@example.org")  # as an older version left it: still open
    for answer in (client.get(address(one)), client.post(address(one), CHOSEN)):
        assert answer.status_code == 410
        assert "This invitation was withdrawn" in text(answer)
        assert "tomas@example.org" not in text(answer)
    assert not User.objects.filter(email="tom@example.org").exists()


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_is_refused_at_this_moment_is_said(
    cast: Cast, one: Invited, client: Client, monkeypatch: pytest.MonkeyPatch, signed_in: bool
) -> None:
    """Somebody was faster between the look at the invitation and the answer to it."""
    if signed_in:
        nia = services.make_person(who=SYSTEM, email="nia@example.org", name="Nia New")
        client = client_of(nia)

    def too_late(**_: Any) -> None:
        raise Refused("This invitation was answered this moment.")

    monkeypatch.setattr(services, "accept", too_late)
    monkeypatch.setattr(services, "accept_with_password", too_late)
    assert "This invitation was answered this moment." in text(client.post(address(one), CHOSEN, follow=True))


@pytest.mark.parametrize("token", ["no-such-token", "x" * 3000, "%00", "ünïcode"])
def test_a_link_that_is_none_says_so(db: None, client: Client, token: str) -> None:
    answer = client.get(reverse("people:join", args=[token]))
    assert answer.status_code == 404
    assert "This link does not work" in text(answer)


def test_a_closed_account_is_told(cast: Cast, client: Client) -> None:
    one = invited(cast, email=cast.theo.email)
    User.objects.filter(pk=cast.theo.pk).update(is_active=False)
    assert "This account is closed" in text(client.get(address(one)))
