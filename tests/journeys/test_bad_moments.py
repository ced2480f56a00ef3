"""What goes wrong on ordinary days: a session that ends, the back button, a double click, two people at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import WIDE, assert_accessible, opened, overflow
from tests.journeys.site import Site
from tests.journeys.walk import Walk

LONG = "Yr oedd hi’n bwrw glaw. " * 200


@pytest.fixture
def second_page(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    yield from opened(browser, WIDE)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A browser with JavaScript switched off."""
    yield from opened(browser, WIDE, script=False)


def test_a_session_that_ends_in_the_middle_of_a_long_form_loses_no_text(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    _begin_evidence(walk, "Written while the session ran out")
    walk.field("What it shows").fill(LONG)
    site.forward(hours=3)
    walk.click("Add evidence", exact=True)
    assert "/account/login/" in page.url
    walk.become("Alice Adeyemi")
    assert page.locator("h1").inner_text() == "You were signed out before this was saved"
    assert_accessible(page)
    walk.click("Send it now")
    assert walk.says("Written while the session ran out")
    assert walk.says(LONG.strip())
    walk.ended_well()


def test_going_back_after_adding_leads_to_the_piece_and_adds_nothing_twice(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    _begin_evidence(walk, "Sent twice by going back")
    walk.click("Add evidence", exact=True)
    assert walk.says("is added")
    page.go_back()
    walk.look()
    assert walk.says("Sent twice by going back")  # the piece itself, not its form once more
    assert _pieces_called(walk, "Sent twice by going back") == 1
    walk.ended_well()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_word_longer_than_the_screen_widens_no_page(page: Page, narrow_page: Page, site: Site, width: str) -> None:
    walk = Walk(page if width == "wide" else narrow_page, site)
    _begin_evidence(walk, "Llanfair" * 22)
    walk.field("What it shows").fill("pwllgwyngyll" * 100)
    walk.page.locator("[name=ksbs]").first.check()
    walk.click("Add evidence", exact=True)
    piece = walk.path()
    walk.go("/")
    walk.click("See what is still missing")
    one = walk.path().removesuffix("coverage/")
    for path in (piece, f"{piece}change/", f"{piece}remove/", f"{one}evidence/", f"{one}coverage/"):
        walk.go(path)
        assert overflow(walk.page) == [], path
    walk.ended_well()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_double_click_adds_nothing_twice(page: Page, plain_page: Page, site: Site, script: bool) -> None:
    walk = Walk(page if script else plain_page, site)
    title = f"Clicked twice, script {script}"
    _begin_evidence(walk, title)
    walk.page.get_by_role("button", name="Add evidence").dblclick(delay=5)
    # the second click abandons what the first one began to load: only where the browser ends up counts
    expect(walk.page).to_have_url(re.compile(r"/evidence/[0-9a-f-]{36}/$"), timeout=30_000)
    walk.page.wait_for_load_state("networkidle")
    assert _pieces_called(walk, title) == 1
    walk.ended_well()


def test_of_two_who_change_one_piece_the_second_sees_what_changed_and_keeps_their_text(
    page: Page, second_page: Page, site: Site
) -> None:
    first, second = Walk(page, site), Walk(second_page, site)
    _begin_evidence(first, "Changed in two windows")
    first.click("Add evidence", exact=True)
    piece = first.path()
    second.become("Alice Adeyemi")
    for walk in (first, second):
        walk.go(f"{piece}change/")
    first.field("What it shows").fill("The first window was quicker.")
    second.field("What it shows").fill("The second window thought longer.")
    first.click("Save", exact=True)
    second.click("Save", exact=True)
    assert second.says("changed this piece")
    assert second.says("The first window was quicker.")
    assert second.field("What it shows").input_value() == "The second window thought longer."
    assert_accessible(second_page)
    second.click("Save", exact=True)
    assert second.says("The second window thought longer.")
    first.ended_well()
    second.ended_well()


def test_of_two_who_decide_on_one_gateway_the_second_learns_it_and_keeps_their_reason(
    page: Page, second_page: Page, site: Site
) -> None:
    ada, abel = Walk(page, site), Walk(second_page, site)
    for walk, name in ((ada, "Ada Nwosu"), (abel, "Abel Santos")):
        walk.become(name)
        walk.work("Accept or return the gateway", "Daniel Dixon")
    abel.choose("Photo identification", "Return")
    abel.field("Photo identification: what has to be put right?").fill("The picture is too dark to see the face.")
    ada.click("Confirm the gateway")
    assert ada.says("Gateway confirmed.")
    abel.click("Return to the training provider")
    assert abel.says("Ada Nwosu (demo) has decided meanwhile: confirmed")
    assert abel.says("The picture is too dark to see the face.")
    assert_accessible(second_page)
    ada.ended_well()
    abel.ended_well()


def test_a_form_sent_with_mistakes_keeps_what_was_typed_and_leads_to_each_field(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.become("Tom Okafor")
    walk.click("Enrol an apprentice")
    walk.fill("Full name", "Myfanwy Ŵyn 🌱")
    walk.fill("Unique learner number (ULN)", "1234567890")
    group = page.get_by_role("group", name="Start date")
    group.get_by_label("Day").fill("31")
    group.get_by_label("Month").fill("2")
    group.get_by_label("Year").fill("2026")
    walk.click("Continue")
    assert page.title().startswith("Error: ")
    assert walk.field("Full name").input_value() == "Myfanwy Ŵyn 🌱"
    summary = page.get_by_role("alert")
    assert "Check the ULN: its check digit does not fit" in summary.inner_text()
    summary.get_by_role("link", name="Start date must be a real date").click()
    assert group.get_by_label("Day").evaluate("field => field === document.activeElement")
    assert_accessible(page)
    walk.ended_well()


def _begin_evidence(walk: Walk, title: str) -> None:
    """Alice, with the short answers of a piece filled in."""
    walk.become("Alice Adeyemi")
    walk.work("Add evidence")
    walk.choose("What kind of evidence is it?", "Mentoring log")
    walk.field("Title").fill(title)
    walk.date("Date", walk.today() - dt.timedelta(days=1))


def _pieces_called(walk: Walk, title: str) -> int:
    walk.go("/")
    walk.click("See what is still missing")
    walk.go(walk.path().replace("coverage", "evidence"))
    return walk.page.get_by_role("link", name=title).count()
