"""The account pages in a real browser: accessible by day and night, wide and narrow; a lapsed session loses nothing."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import NARROW, WIDE, assert_accessible, visit
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User

PASSWORD = "correct horse battery"
STORY = "Cwrddais â’m mentai 🌱.\n\nMaen nhw’n dda."
PICTURES = os.environ.get("TOUCHSTONE_PICTURES")  # a folder to look at what the pages look like


@pytest.fixture
def ann(transactional_db: None) -> User:
    return services.make_person(
        who=SYSTEM, email="ann@example.org", name="Ann Lee (demo)", password=PASSWORD, is_demo=True
    )


def sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill("ann@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def looked_at(page: Page, name: str) -> None:
    """Accessible at both widths."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": WIDE, "height": 900})


PUBLIC = {
    "login/": "sign in",
    "inactive/": "closed",
    "signup/": "no sign-up",
    "password/reset/": "reset",
    "password/reset/done/": "reset sent",
    "password/reset/key/done/": "reset done",
    "password/reset/key/abc-def-ghi/": "reset dead",
    "confirm-email/": "verification sent",
    "confirm-email/abc:def/": "confirm dead",
}
OWN = {"email/": "address", "password/change/": "change", "logout/": "sign out", "reauthenticate/": "confirm"}


@pytest.mark.parametrize(("path", "name"), PUBLIC.items(), ids=PUBLIC.values())
def test_a_public_page_is_accessible(page: Page, live_server: LiveServer, path: str, name: str) -> None:
    visit(page, f"{live_server.url}/account/{path}")
    looked_at(page, name)


def test_the_pages_of_ones_own_account_are_accessible(page: Page, live_server: LiveServer, ann: User) -> None:
    visit(page, f"{live_server.url}/account/login/")
    sign_in(page)
    for path, name in OWN.items():
        visit(page, f"{live_server.url}/account/{path}")
        looked_at(page, name)


def test_a_refused_sign_in_and_the_demo_people_are_accessible(page: Page, live_server: LiveServer, ann: User) -> None:
    visit(page, f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("link", name="Enter your email address").is_visible()
    looked_at(page, "refused")
    visit(page, f"{live_server.url}/demo/")
    looked_at(page, "demo")


def test_a_session_that_ends_in_the_middle_of_a_form_loses_no_text(
    page: Page, live_server: LiveServer, ann: User
) -> None:
    visit(page, f"{live_server.url}/account/login/?next=/form/")
    sign_in(page)
    page.get_by_label("Title").fill("My session")
    page.get_by_label("What happened").fill(STORY)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()

    assert page.get_by_text("It has been kept").is_visible()
    sign_in(page)
    assert page.get_by_role("heading", level=1).inner_text() == "You were signed out before this was saved"
    looked_at(page, "kept")
    with page.expect_response("**/form/") as arriving:
        page.get_by_role("button", name="Send it now").click()
    arrived: Any = arriving.value.json()
    assert arrived["who"] == "Ann Lee (demo)"
    assert arrived["arrived"]["title"] == ["My session"]
    assert arrived["arrived"]["story"] == [STORY.replace("\n", "\r\n")]

    visit(page, f"{live_server.url}/form/")  # the copy in the browser tab has gone with it
    assert page.get_by_label("Kept text").count() == 0
