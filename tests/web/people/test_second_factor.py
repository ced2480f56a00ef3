"""Signing in with a second step, and being led to set one up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.guards import inline_code
from tests.cast import Cast, as_actor
from tests.second_factor import Key, code_of, with_app
from tests.web.people.test_accounts import ANSWERED, ARGUMENTS, PACKAGE, PASSWORD, sign_in, signed_in_as, text
from tests.web.signed_in import client_of
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import HeldForm, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.second_factor import has_one, steps_of
from touchstone.apps.post.models import Message

INDEX = "/account/second-step/"
STEP = "/account/second-step/authenticate/"
SET_UP = "/account/second-step/totp/activate/"
CODES = "/account/second-step/recovery-codes/"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tom(cast: Cast) -> User:
    cast.tom.set_password(PASSWORD)
    cast.tom.save()
    return cast.tom


def secret_on(page: Any) -> str:
    """The key somebody would enter into their app by hand."""
    found = re.search(r"<strong>((?:[A-Z2-7]{4} ?)+)</strong>", page.content.decode())
    assert found
    return found[1].replace(" ", "")


def set_up(client: Client) -> Any:
    """Add an app as somebody does, to the page after it."""
    secret = secret_on(client.get(SET_UP))
    return client.post(SET_UP, {"code": code_of(secret)}, follow=True)


class TestSigningIn:
    def test_a_code_is_asked_for_after_the_password_and_leads_where_one_was_going(
        self, client: Client, tom: User
    ) -> None:
        secret = with_app(tom)
        asked = sign_in(client, tom.email, next="/form/")
        assert asked["Location"].startswith(STEP)
        assert signed_in_as(client) is None
        assert client.get("/form/")["Location"].startswith("/account/login/")
        done = client.post(STEP, {"code": code_of(secret)})
        assert done["Location"] == "/form/"
        assert signed_in_as(client) == str(tom.pk)

    @pytest.mark.parametrize("later", [-1, 1])
    def test_the_code_before_and_the_one_after_do_as_well(self, client: Client, tom: User, later: int) -> None:
        secret = with_app(tom)
        sign_in(client, tom.email)
        client.post(STEP, {"code": code_of(secret, later)})
        assert signed_in_as(client) == str(tom.pk)

    def test_an_older_code_does_not(self, client: Client, tom: User) -> None:
        secret = with_app(tom)
        sign_in(client, tom.email)
        assert "That is not right" in text(client.post(STEP, {"code": code_of(secret, -3)}))
        assert signed_in_as(client) is None

    def test_a_code_works_once(self, client: Client, tom: User) -> None:
        """Even when the accounts package has forgotten it."""
        secret = with_app(tom)
        code = code_of(secret, 1)
        sign_in(client, tom.email)
        client.post(STEP, {"code": code})
        another = Client()
        sign_in(another, tom.email)
        cache.delete(f"allauth.mfa.totp.used?user={tom.pk}&code={code}")
        assert "each one works once" in text(another.post(STEP, {"code": f"{code[:3]} {code[3:]}"}))
        assert signed_in_as(another) is None

    def test_the_code_that_set_up_the_app_does_not_sign_in(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        secret = secret_on(client.get(SET_UP))
        code = code_of(secret)
        client.post(SET_UP, {"code": code})
        another = Client()
        sign_in(another, tom.email)
        another.post(STEP, {"code": code})
        assert signed_in_as(another) is None

    def test_after_five_wrong_codes_even_the_right_one_has_to_wait(self, client: Client, tom: User) -> None:
        secret = with_app(tom)
        sign_in(client, tom.email)
        for _ in range(5):
            assert "That is not right" in text(client.post(STEP, {"code": "000000"}))
        answer = client.post(STEP, {"code": code_of(secret)})
        assert answer.status_code == 200
        assert "Too many attempts to sign in. Wait five minutes and try again." in text(answer)
        assert signed_in_as(client) is None

    def test_a_recovery_code_signs_in_once(self, client: Client, tom: User) -> None:
        with_app(tom)
        code = steps_of(tom.pk).codes[3]
        sign_in(client, tom.email)
        done = client.post(STEP, {"code": f"{code[:4]} {code[4:]}"})
        assert signed_in_as(client) == str(tom.pk)
        assert [str(said) for said in get_messages(done.wsgi_request)] == [
            "You used a recovery code. You have 9 left: make new ones under “Your account” in time."
        ]
        another = Client()
        sign_in(another, tom.email)
        assert "That is not right" in text(another.post(STEP, {"code": code}))

    @pytest.mark.parametrize("code", ["", " ", "١٢٣٤٥٦", "0" * 5000, "\0", "12345"])
    def test_whatever_is_sent_as_a_code_is_answered_with_the_page(self, client: Client, tom: User, code: str) -> None:
        with_app(tom)
        sign_in(client, tom.email)
        answer = client.post(STEP, {"code": code})
        assert answer.status_code == 200
        assert "There is a problem" in text(answer)

    def test_one_can_stop_and_sign_in_as_somebody_else(self, client: Client, tom: User) -> None:
        with_app(tom)
        sign_in(client, tom.email)
        client.post(reverse("account_logout"))
        assert client.get(STEP)["Location"].startswith("/account/login/")
        assert "Email address" in text(client.get("/account/login/"))

    def test_a_changed_secret_of_the_site_is_explained(self, client: Client, tom: User) -> None:
        with_app(tom)
        Authenticator.objects.filter(type="totp").update(data={"secret": "of another key"})
        sign_in(client, tom.email)
        answer = client.post(STEP, {"code": "123456"})
        assert answer.status_code == 403
        assert "Ask an owner of your organisation to remove it" in text(answer)


class TestSettingUp:
    def test_leads_from_the_app_to_recovery_codes_that_are_shown_until_kept(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        page = set_up(client)
        assert page.request["PATH_INFO"] == CODES
        assert "Keep your recovery codes" in text(page)
        codes = steps_of(tom.pk).codes
        assert all(f"{code[:4]} {code[4:]}" in text(page) for code in codes)
        saved = client.get(f"{CODES}download/")
        assert all(code in saved.content.decode() for code in codes)
        assert "no-store" in saved["Cache-Control"]

        client.post(CODES)
        assert not any(code[:4] in text(client.get(CODES)) for code in codes)
        assert client.get(f"{CODES}download/")["Location"] == CODES

    def test_a_wrong_code_keeps_the_same_key_on_the_page(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        secret = secret_on(client.get(SET_UP))
        again = client.post(SET_UP, {"code": "000000"})
        assert "There is a problem" in text(again)
        assert secret_on(again) == secret
        assert not has_one(tom.pk)

    def test_the_picture_to_scan_is_part_of_the_page(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        page = client.get(SET_UP)
        assert "<svg" in page.content.decode()
        assert "data:" not in page.content.decode()
        assert inline_code(Path(SET_UP), page.content.decode()) == []

    def test_is_asked_for_the_password_again_once_signing_in_is_some_time_ago(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        session = client.session
        session["account_authentication_methods"][0]["at"] -= 3600
        session.save()
        asked = client.get(SET_UP)
        assert asked["Location"].startswith("/account/reauthenticate/")
        done = client.post(asked["Location"], {"password": PASSWORD, "next": SET_UP})
        assert done["Location"] == SET_UP
        assert client.get(SET_UP).status_code == 200

    def test_few_codes_left_are_said(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        set_up(client)
        client.post(CODES)
        for code in steps_of(tom.pk).codes[:8]:
            Authenticator.objects.get(type="recovery_codes").wrap().validate_code(code)
        assert "You have 2 recovery codes left" in text(client.get(INDEX))

    def test_new_codes_are_made_and_shown(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        set_up(client)
        client.post(CODES)
        before = steps_of(tom.pk).codes
        page = client.post(f"{CODES}generate/", follow=True)
        assert "Keep your recovery codes" in text(page)
        assert not set(before) & set(steps_of(tom.pk).codes)

    def test_removing_it_is_asked_first_and_told(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        set_up(client)
        assert "Remove your authenticator app?" in text(client.get("/account/second-step/totp/deactivate/"))
        assert has_one(tom.pk)
        page = client.post("/account/second-step/totp/deactivate/", follow=True)
        assert "Your authenticator app is removed" in text(page)
        assert not has_one(tom.pk)
        assert Message.objects.filter(subject="Touchstone: A second step is removed", person=tom.pk).count() == 1


class TestWhoMustHaveOne:
    @pytest.fixture(autouse=True)
    def _staff_must(self, settings: Any) -> None:
        settings.SECOND_FACTOR = "staff"

    @pytest.mark.parametrize("address", ["/", "/form/", "/account/email/", "/account/kept/", "/account/signed-in/"])
    def test_is_led_to_set_it_up_before_anything_else(self, client: Client, tom: User, address: str) -> None:
        sign_in(client, tom.email)
        assert client.get(address)["Location"] == INDEX
        assert "Before you go on, set up a second step" in text(client.get(INDEX))

    def test_goes_on_to_what_they_wanted_once_the_codes_are_kept(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        client.get("/form/?q=1")
        set_up(client)
        assert client.post(CODES)["Location"] == "/form/?q=1"
        assert client.get("/form/").status_code == 200

    def test_reaches_sign_out_public_pages_and_staying_signed_in(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        assert client.post("/account/keep-alive/").status_code == 204
        assert client.get("/demo/").status_code == 200
        assert client.get("/no/such/page/").status_code == 404
        client.post(reverse("account_logout"))
        assert signed_in_as(client) is None

    def test_loses_no_text_sent_meanwhile(self, client: Client, tom: User) -> None:
        """A role given in the middle of a session counts at the next request, even when that sends a form."""
        sign_in(client, tom.email)
        set_up(client)
        client.post(CODES)
        services.remove_second_factor(who=SYSTEM, person=tom, reason="Lost")
        sign_in(client, tom.email)
        sent = client.post("/form/", {"title": "My session", "story": "What we did"})
        assert sent["Location"] == INDEX
        assert HeldForm.objects.get(person=tom).fields == {"title": ["My session"], "story": ["What we did"]}
        assert "What you sent has been kept" in text(client.get(INDEX))
        set_up(client)
        assert client.post(CODES)["Location"] == "/account/kept/"
        assert "My session" in text(client.get("/account/kept/"))

    def test_includes_whoever_is_given_a_role_in_the_middle_of_a_session(self, client: Client, cast: Cast) -> None:
        cast.alice.set_password(PASSWORD)
        cast.alice.save()
        sign_in(client, cast.alice.email)
        assert client.get("/form/").status_code == 200
        services.give_role(who=SYSTEM, person=cast.alice, organisation=cast.northgate, role=Role.TUTOR)
        assert client.get("/form/")["Location"] == INDEX

    def test_costs_no_query_once_known(self, client: Client, tom: User, settings: Any) -> None:
        sign_in(client, tom.email)
        set_up(client)
        client.get("/form/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/form/").status_code == 200
        assert not [one["sql"] for one in captured if "mfa_" in one["sql"] or "people_signin" in one["sql"]]

    def test_keeps_the_last_one_and_is_told_why(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        set_up(client)
        answer = client.post("/account/second-step/totp/deactivate/")
        assert answer.status_code == 422
        assert "Add another one first" in text(answer)
        assert has_one(tom.pk)

    def test_is_led_there_again_when_theirs_was_removed(self, client: Client, tom: User, cast: Cast) -> None:
        sign_in(client, tom.email)
        set_up(client)
        client.post(CODES)
        services.remove_second_factor(who=as_actor(cast.olga), person=tom, reason="Lost")
        assert client.get("/form/")["Location"].startswith("/account/login/")  # signed out at the next request
        sign_in(client, tom.email)
        assert client.get("/form/")["Location"] == INDEX

    def test_does_not_include_demo_people_who_sign_in_by_one_click(self, client: Client, tom: User) -> None:
        tom.is_demo = True
        tom.save()
        client.post(reverse("demo_become", args=[tom.pk]))
        assert client.get("/form/").status_code == 200


ADD_KEY = f"{INDEX}webauthn/add/"
SECURE: dict[str, Any] = {"secure": True}  # browsers know passkeys on https alone


def challenge_on(page: Any) -> str:
    """What the page asks a key to sign."""
    options = re.search(r"data-key-(?:create|get)='([^']+)'", page.content.decode())
    assert options
    return str(json.loads(options[1])["publicKey"]["challenge"])


def add_key(client: Client, name: str = "Laptop") -> Key:
    key = Key()
    answer = key.added(challenge_on(client.get(ADD_KEY, **SECURE)))
    added = client.post(ADD_KEY, {"name": name, "credential": answer}, **SECURE)
    assert added.status_code == 302, text(added)
    return key


class TestPasskeys:
    def test_one_is_added_with_recovery_codes(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        add_key(client, name="<b>Laptop</b>")
        assert [one.wrap().name for one in steps_of(tom.pk).keys] == ["<b>Laptop</b>"]
        assert "Keep your recovery codes" in text(client.get(CODES))
        assert "&lt;b&gt;Laptop" in client.get(INDEX).content.decode()

    def test_it_is_the_second_step_after_the_password(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        key = add_key(client)
        another = Client()
        sign_in(another, tom.email)
        answer = key.used(challenge_on(another.get(STEP, **SECURE)), tom)
        assert another.post(STEP, {"credential": answer}, **SECURE).status_code == 302
        assert signed_in_as(another) == str(tom.pk)
        third = Client()
        sign_in(third, tom.email)
        third.get(STEP, **SECURE)
        third.post(STEP, {"credential": answer}, **SECURE)  # the answer to another question
        assert signed_in_as(third) is None

    def test_it_signs_in_without_a_password(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        key = add_key(client)
        another, address = Client(), f"{INDEX}webauthn/login/"
        asked = another.get(address, headers={"Accept": "application/json"}, **SECURE).json()
        answer = key.used(asked["request_options"]["publicKey"]["challenge"], tom)
        done = another.post(address, {"credential": answer, "next": "/form/"}, **SECURE)
        assert done["Location"] == "/form/"
        assert signed_in_as(another) == str(tom.pk)

    def test_the_key_of_another_opens_nothing(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        add_key(client)
        another = Client()
        sign_in(another, tom.email)
        answer = Key().used(challenge_on(another.get(STEP, **SECURE)), tom)
        assert another.post(STEP, {"credential": answer}, **SECURE).status_code == 200
        assert signed_in_as(another) is None

    def test_an_answer_from_another_site_is_not_taken(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        answer = Key(site="evil.example").added(challenge_on(client.get(ADD_KEY, **SECURE)))
        refused = client.post(ADD_KEY, {"name": "Laptop", "credential": answer}, **SECURE)
        assert "There is a problem" in text(refused)
        assert not has_one(tom.pk)

    def test_without_a_script_the_page_says_what_to_use_instead(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        assert "Use an authenticator app or a recovery code instead" in text(client.get(ADD_KEY))
        refused = client.post(ADD_KEY, {"name": "My phone"})
        assert "Your browser did not get an answer from the key" in text(refused)
        assert 'value="My phone"' in refused.content.decode()

    def test_it_is_renamed_and_removed(self, client: Client, tom: User) -> None:
        sign_in(client, tom.email)
        add_key(client)
        (key,) = steps_of(tom.pk).keys
        too_long = client.post(f"{INDEX}webauthn/keys/{key.pk}/edit/", {"name": "x" * 61})
        assert "Use 60 characters or fewer" in text(too_long)
        client.post(f"{INDEX}webauthn/keys/{key.pk}/edit/", {"name": "Desk"})
        assert [one.wrap().name for one in steps_of(tom.pk).keys] == ["Desk"]
        page = client.post(f"{INDEX}webauthn/keys/{key.pk}/remove/", follow=True)
        assert "“Desk” is removed" in text(page)
        assert not has_one(tom.pk)

    def test_nobody_finds_the_key_of_another(self, client: Client, tom: User, cast: Cast) -> None:
        sign_in(client, tom.email)
        add_key(client)
        (key,) = steps_of(tom.pk).keys
        stranger = client_of(cast.lena)
        for what in ("edit", "remove"):
            for ask in (stranger.get, stranger.post):
                assert ask(f"{INDEX}webauthn/keys/{key.pk}/{what}/", {"name": "Mine"}).status_code == 404
        assert has_one(tom.pk)


@pytest.mark.parametrize("name", PACKAGE)
def test_every_page_is_ours_for_somebody_who_has_everything_too(client: Client, tom: User, name: str) -> None:
    sign_in(client, tom.email)
    set_up(client)
    add_key(client)
    with_key = {"pk": steps_of(tom.pk).keys[0].pk}
    response = client.get(reverse(name, kwargs=with_key if "pk" in ARGUMENTS.get(name, {}) else ARGUMENTS.get(name)))
    if response.status_code == 302:
        assert response["Location"].startswith("/")
    elif name == "mfa_download_recovery_codes":
        assert response["Content-Type"] == "text/plain"
    else:
        assert response.status_code == 200
        page = response.content.decode()
        assert ANSWERED.search(page)
        assert page.count("<h1") == 1
        assert inline_code(Path(name), page) == []


NO_ANSWERS = [
    "", "null", "[]", "{}", "1", '"x"', "{", '{"id": 1, "rawId": null, "response": []}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA",'
    ' "authenticatorData": "AA", "signature": "AA", "userHandle": "!!"}}',
]  # fmt: skip


@pytest.mark.parametrize("answer", NO_ANSWERS)
@pytest.mark.parametrize("address", ["webauthn/add/", "webauthn/login/", "authenticate/", "webauthn/reauthenticate/"])
def test_whatever_is_sent_as_the_answer_of_a_key_is_refused_in_words(
    client: Client, tom: User, address: str, answer: str
) -> None:
    sign_in(client, tom.email)
    add_key(client)
    if address in {"authenticate/", "webauthn/login/"}:
        client = Client()
    if address == "authenticate/":
        sign_in(client, tom.email)
    client.get(f"{INDEX}{address}", headers={"Accept": "application/json"}, **SECURE)
    page = client.post(f"{INDEX}{address}", {"credential": answer, "name": "Key"}, follow=True, **SECURE)
    assert page.status_code == 200
    assert "not right" in text(page) or "did not get an answer" in text(page)
    assert len(steps_of(tom.pk).keys) == 1
    if address in {"authenticate/", "webauthn/login/"}:
        assert signed_in_as(client) is None
