"""Signing in with a second step, in a real browser: set up because one must, with an app, with a passkey."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import gather
from tests.journeys.browser import NARROW, WIDE, assert_accessible, visit
from tests.second_factor import code_of
from touchstone.apps.people.models import User

PASSWORD = "correct horse battery"
PICTURES = os.environ.get("TOUCHSTONE_PICTURES")  # a folder to look at what the pages look like


@pytest.fixture
def tom(transactional_db: None, settings: Any) -> Iterator[User]:
    """A tutor of an installation that asks its staff for a second factor."""
    settings.SECOND_FACTOR = "staff"
    cache.clear()
    person = gather().tom
    person.set_password(PASSWORD)
    person.save()
    yield person
    cache.clear()


def looked_at(page: Page, heading: str, name: str) -> None:
    """The page with that heading is accessible at both widths."""
    expect(page.locator("h1")).to_have_text(heading)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": WIDE, "height": 900})


def sign_in(page: Page, site: str, person: User) -> None:
    visit(page, f"{site}/account/login/?next=/plans/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def with_a_key(page: Page) -> None:
    """Plug a passkey into this browser that answers by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_whoever_must_have_one_sets_up_an_app_and_signs_in_with_it(
    page: Page, live_server: LiveServer, tom: User
) -> None:
    sign_in(page, live_server.url, tom)
    looked_at(page, "Set up a second step", "must")
    page.get_by_role("button", name="Set up an authenticator app").click()
    looked_at(page, "Set up an authenticator app", "app")
    secret = page.locator("main strong").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="That is not right").wait_for()
    looked_at(page, "Set up an authenticator app", "app-refused")
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()

    looked_at(page, "Keep your recovery codes", "codes")
    codes = [one.inner_text() for one in page.locator("main code").all()]
    assert len(codes) == 10
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save them as a file").click()
    assert codes[0].replace(" ", "") in saving.value.path().read_text("utf-8")
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(f"{live_server.url}/plans/")
    visit(page, f"{live_server.url}/account/second-step/")
    looked_at(page, "Second step when you sign in", "index")
    page.get_by_role("link", name="Remove the authenticator app").click()
    page.get_by_text("this is the only one you have").wait_for()
    looked_at(page, "Remove your authenticator app?", "last-one")

    sign_out(page)
    sign_in(page, live_server.url, tom)
    looked_at(page, "Your second step", "second-step")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="That is not right").wait_for()
    looked_at(page, "Your second step", "second-step-refused")
    page.get_by_label("Code", exact=True).fill(code_of(secret, 1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/plans/")

    sign_out(page)
    sign_in(page, live_server.url, tom)
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/plans/")
    visit(page, f"{live_server.url}/account/signed-in/")
    looked_at(page, "Where you are signed in", "signed-in")
    visit(page, f"{live_server.url}/account/email/")
    looked_at(page, "Your account", "account")


def test_a_passkey_is_added_asked_for_and_does_without_a_password(
    page: Page, live_server: LiveServer, tom: User
) -> None:
    with_a_key(page)
    sign_in(page, live_server.url, tom)
    page.get_by_role("button", name="Add a passkey or security key").click()
    looked_at(page, "Add a passkey or security key", "add-key")
    page.get_by_label("Name of this key").fill("Tom’s laptop")
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(f"{live_server.url}/plans/")
    visit(page, f"{live_server.url}/account/second-step/")
    assert page.get_by_text("Signs you in without a password").is_visible()
    looked_at(page, "Second step when you sign in", "index-key")

    sign_out(page)
    sign_in(page, live_server.url, tom)
    looked_at(page, "Your second step", "second-step-key")
    page.get_by_role("button", name="Use your passkey or security key").click()
    page.wait_for_url(f"{live_server.url}/plans/")

    sign_out(page)
    visit(page, f"{live_server.url}/account/login/?next=/plans/")
    looked_at(page, "Sign in", "sign-in")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(f"{live_server.url}/plans/")

    visit(page, f"{live_server.url}/account/reauthenticate/?next=/account/second-step/webauthn/add/")
    page.get_by_role("link", name="Use your passkey or security key instead").click()
    looked_at(page, "Confirm that it is you", "confirm-key")
    page.get_by_role("button", name="Use your passkey or security key").click()
    expect(page.locator("h1")).to_have_text("Add a passkey or security key")
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("alert").filter(has_text="This key has been added already").wait_for()
    looked_at(page, "Add a passkey or security key", "key-twice")


def test_all_of_it_can_be_done_with_the_keyboard_alone(page: Page, live_server: LiveServer, tom: User) -> None:
    visit(page, f"{live_server.url}/account/login/?next=/plans/")

    def reach(role: str, name: str) -> None:
        """Press Tab until the thing of that name has the focus."""
        target = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        for _ in range(40):
            if target.evaluate("one => one === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach the {role} “{name}”")

    reach("textbox", "Email address")
    page.keyboard.type(tom.email)
    reach("textbox", "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Set up a second step").wait_for()
    reach("button", "Set up an authenticator app")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Set up an authenticator app").wait_for()
    secret = page.locator("main strong").inner_text().replace(" ", "")
    reach("textbox", "Code")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    reach("button", "I have kept them")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/plans/")
