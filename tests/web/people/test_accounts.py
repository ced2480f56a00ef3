"""Signing in and out, passwords and addresses: on our own pages, closed to guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.urls import urlpatterns as of_accounts
from allauth.mfa.urls import urlpatterns as of_second_factors
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.architecture.guards import addresses
from tests.cast import Cast
from touchstone.apps.people.models import User
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.web.people.account_pages import ACTIONS

PASSWORD = "correct horse battery"
ANSWERED = re.compile(r'<header class="ts-header">.*<main', re.DOTALL)
PACKAGE = sorted(name for name, _ in addresses([*of_accounts, *of_second_factors]))
ARGUMENTS: dict[str, dict[str, Any]] = {
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "account_confirm_email": {"key": "abc:def"},
    "account_reset_password_from_key": {"uidb36": "abc", "key": "def-ghi"},
}


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice(cast: Cast) -> User:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    return cast.alice


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def outbox() -> list[Message]:
    """What the site has written, oldest first. Nothing leaves inside a request."""
    assert mail.outbox == []
    return list(Message.objects.order_by("made_at"))


@pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "signed in"])
@pytest.mark.parametrize("name", PACKAGE)
def test_every_page_of_the_accounts_package_is_ours(client: Client, alice: User, name: str, signed_in: bool) -> None:
    if signed_in:
        sign_in(client, alice.email)
    response = client.get(reverse(name, kwargs=ARGUMENTS.get(name)))
    if response.status_code == 302:
        assert response["Location"].startswith("/")
        return
    assert response.status_code == (404 if "pk" in ARGUMENTS.get(name, {}) and signed_in else 200)
    page = response.content.decode()
    assert ANSWERED.search(page)
    assert page.count("<h1") == 1
    assert "– Touchstone</title>" in page


def test_every_page_of_the_accounts_package_has_a_row_of_the_access_table() -> None:
    assert set(PACKAGE) == set(ACTIONS)


@pytest.mark.parametrize("typed", ["alice@example.org", "Alice@Example.ORG", "  ALICE@EXAMPLE.ORG "])
def test_one_signs_in_with_an_address_in_any_case(client: Client, alice: User, typed: str) -> None:
    response = sign_in(client, typed)
    assert response.status_code == 302
    assert signed_in_as(client) == str(alice.pk)


def test_one_does_not_sign_in_with_a_name(client: Client, alice: User) -> None:
    response = sign_in(client, alice.name)
    assert signed_in_as(client) is None
    assert "Enter a valid email address" in text(response)


def test_a_wrong_password_and_a_wrong_address_are_answered_alike(client: Client, alice: User) -> None:
    wrong_password, wrong_address = (
        text(sign_in(client, email, "not the password")) for email in (alice.email, "nobody@example.org")
    )
    assert "The email address or the password is not right." in wrong_password
    assert wrong_password.replace(alice.email, "") == wrong_address.replace("nobody@example.org", "")
    assert signed_in_as(client) is None


def test_signing_in_leads_to_the_page_that_was_wanted_on_this_site_only(client: Client, alice: User) -> None:
    wanted = reverse("account_change_password")
    assert sign_in(client, alice.email, next=wanted)["Location"] == wanted
    client.logout()
    assert "elsewhere" not in sign_in(client, alice.email, next="https://elsewhere.example/")["Location"]


def test_a_closed_account_does_not_sign_in(client: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()
    response = sign_in(client, alice.email)
    assert signed_in_as(client) is None
    assert client.get(response["Location"]).status_code == 200 if response.status_code == 302 else True


def test_signing_out_takes_a_press_of_a_button(client: Client, alice: User) -> None:
    sign_in(client, alice.email)
    page = client.get(reverse("account_logout"))
    assert "Do you want to sign out?" in text(page)
    assert signed_in_as(client) == str(alice.pk)
    response = client.post(reverse("account_logout"))
    assert response["Location"] == reverse("account_login")
    assert signed_in_as(client) is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client: Client, db: None, method: str) -> None:
    fields = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = getattr(client, method)(reverse("account_signup"), fields)
    assert "There is no sign-up" in text(response)
    assert not User.objects.exists()


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client: Client, alice: User) -> None:
    pages = []
    for email in (alice.email, "nobody@example.org"):
        response = client.post(reverse("account_reset_password"), {"email": email})
        pages.append((response.status_code, response["Location"], text(client.get(response["Location"]))))
    assert pages[0] == pages[1]
    assert "If there is an account" in pages[0][2]
    assert [one.to for one in outbox()] == [alice.email, "nobody@example.org"]  # both take as long
    assert [one.person for one in outbox()] == [alice.pk, None]
    assert {one.kind for one in outbox()} == {"password-reset"}
    assert "There is none here" in outbox()[1].text


def test_a_new_password_is_chosen_with_the_link_once(client: Client, alice: User) -> None:
    client.post(reverse("account_reset_password"), {"email": "ALICE@example.org"})
    assert outbox()[0].subject == "Touchstone: Choose a new password"
    link = re.search(r"http://127\.0\.0\.1:8000(/account/password/reset/key/\S+)", outbox()[0].text)
    assert link
    form = client.get(link[1], follow=True)
    assert "Choose a new password" in text(form)
    weak = client.post(form.request["PATH_INFO"], {"password1": "password", "password2": "password"})
    assert "too short" in text(weak)
    chosen = {"password1": "three random words", "password2": "three random words"}
    done = client.post(form.request["PATH_INFO"], chosen, follow=True)
    assert "Your password is changed" in text(done)
    alice.refresh_from_db()
    assert alice.check_password("three random words")
    assert LogEntry.objects.filter(verb="person.password-set", subject=str(alice.pk), actor=alice.pk).count() == 1
    assert "This link does not work" in text(Client().get(link[1], follow=True))


def test_a_link_leads_to_the_address_of_the_site_whatever_host_was_asked(
    client: Client, alice: User, settings: Any
) -> None:
    """Or whoever asks for somebody else could have the secret of their link sent to a host of their own choice."""
    settings.ALLOWED_HOSTS, settings.ADDRESS = [".example.org"], "https://touchstone.example.org"
    client.post(reverse("account_reset_password"), {"email": alice.email}, headers={"host": "elsewhere.example.org"})
    assert "https://touchstone.example.org/account/password/reset/key/" in outbox()[0].text
    assert "elsewhere" not in outbox()[0].text


def test_no_mailbox_is_filled_with_links(client: Client, alice: User) -> None:
    for _ in range(8):
        client.post(reverse("account_reset_password"), {"email": alice.email})
    assert len(outbox()) == 5


def test_somebody_without_a_password_sets_the_first_one_in_the_same_way(client: Client, cast: Cast) -> None:
    assert not cast.lena.has_usable_password()
    client.post(reverse("account_reset_password"), {"email": cast.lena.email})
    assert "Choose a new password here" in outbox()[0].text


def test_nobody_changes_their_own_address(client: Client, alice: User) -> None:
    sign_in(client, alice.email)
    assert f"You sign in with {alice.email}" in text(client.get(reverse("account_email")))
    for do in ("action_add", "action_primary", "action_remove", "action_send"):
        response = client.post(reverse("account_email"), {"email": "new@example.org", do: "1"})
        assert response.status_code == 405
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert not Message.objects.exclude(kind="sign-in").exists()


def test_a_link_to_confirm_an_address_confirms_nothing(client: Client, alice: User) -> None:
    """None is ever sent: the page exists because the package has it."""
    address = reverse("account_confirm_email", args=["abc:def:ghi"])
    assert "This link does not work" in text(client.get(address))
    assert client.post(address).status_code == 404


def test_a_mail_shows_an_address_as_it_is_written(client: Client, db: None) -> None:
    client.post(reverse("account_reset_password"), {"email": "o'brien&co@example.org"})
    assert "with the address o'brien&co@example.org." in outbox()[0].text


def test_changing_the_password_needs_the_old_one_and_is_logged(client: Client, alice: User) -> None:
    sign_in(client, alice.email)
    new = {"password1": "three random words", "password2": "three random words"}
    wrong = client.post(reverse("account_change_password"), {"oldpassword": "wrong", **new})
    assert "Enter the password you use now." in text(wrong)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    alice.refresh_from_db()
    assert alice.check_password("three random words")
    assert LogEntry.objects.filter(verb="person.password-set", subject=str(alice.pk)).count() == 1
    assert outbox()[-1].subject == "Touchstone: Your password is changed"


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client: Client, alice: User) -> None:
    for _ in range(5):
        sign_in(client, alice.email, "not the password")
    response = sign_in(Client(REMOTE_ADDR="203.0.113.9"), alice.email)
    assert "Too many attempts to sign in. Wait five minutes and try again." in text(response)
    assert signed_in_as(client) is None


def test_attempts_are_not_forgotten_because_there_are_many_others(client: Client, alice: User) -> None:
    for _ in range(5):
        sign_in(client, alice.email, "not the password")
    for number in range(700):
        cache.set(f"another-attempt-{number}", [1.0])
    assert "Too many attempts to sign in." in text(sign_in(Client(REMOTE_ADDR="203.0.113.9"), alice.email))


def test_many_attempts_from_one_place_get_a_page_that_says_so(client: Client, db: None) -> None:
    answers = [sign_in(client, f"{n}@example.org", "x") for n in range(31)]
    assert [a.status_code for a in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert "Too many attempts" in text(answers[30])
    assert ANSWERED.search(answers[30].content.decode())


def test_attempts_are_counted_in_a_cache_all_processes_share(client: Client, db: None, settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_a_wrong_form_links_its_error_to_the_field(client: Client, db: None) -> None:
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "<title>Error: Sign in" in page
    assert 'href="#id_login"' in page
    assert "Enter your email address" in page
    assert "Enter your password" in page
