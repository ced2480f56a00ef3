"""What goes into the portfolio: chosen and ordered with the keyboard, returned, put right, submitted again, compared;
and a piece withdrawn because consent was taken back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browser import NARROW, WIDE, assert_accessible, opened
from tests.journeys.site import Site
from tests.journeys.walk import Walk

WHO = "Daniel Dixon"
REASON = "Two pieces are from before the start. Take them out, and begin with the contract."


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "selection"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, NARROW, script=False)


def test_a_returned_portfolio_is_put_right_submitted_again_and_compared(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    returned_by_ada(walk)
    walk.become(WHO)
    home = to_the_selection(walk)
    assert walk.says("Returned: choose again and submit once more")
    assert walk.says(REASON)

    titles = chosen(page)
    press(page, "Move down", titles[0])  # the keyboard alone, and the focus stays with the piece
    expect(focused(page)).to_have_text(named("Move down", f"{titles[0]}, number 2 of {len(titles)}"))
    enter(page)
    assert chosen(page) == [titles[1], titles[2], titles[0], *titles[3:]]
    press(page, "Move up", titles[2])
    assert chosen(page)[:3] == [titles[2], titles[1], titles[0]]
    expect(focused(page)).to_have_text(re.compile("Move down"))  # at the top nothing moves up any more

    press(page, "Take out", titles[1])
    assert titles[1] not in chosen(page)
    expect(focused(page)).to_have_text(named("Put in", titles[1]))
    walk.click("What the plan would say")
    assert walk.says(f"What the plan would say of these {len(titles) - 1} pieces")
    at_both_widths(page, pictures, "missing")

    walk.become("Tom Okafor")
    walk.go(f"{home}portfolio/")
    walk.click("Look it over and submit")
    walk.click("Submit", exact=True)
    assert walk.says("Portfolio 2 is submitted.")
    walk.click("Compare", exact=False)
    assert walk.says("Portfolios 1 and 2 compared")
    assert walk.says("Only in the earlier one")
    assert walk.says("Place: number 1 before, 2 now")
    at_both_widths(page, pictures, "compared")
    walk.click("Everything submitted")
    assert walk.says("2 submitted portfolios")
    walk.ended_well()


def test_it_works_without_a_script_and_on_a_phone(plain_page: Page, site: Site) -> None:
    walk = Walk(plain_page, site)
    walk.become("Alice Adeyemi")
    to_the_selection(walk)
    titles = chosen(plain_page)
    plain_page.get_by_role("button", name=named("Take out", titles[0])).click()
    assert chosen(plain_page) == titles[1:]
    plain_page.get_by_role("button", name=named("Put in", titles[0])).click()
    assert chosen(plain_page) == [*titles[1:], titles[0]]
    plain_page.get_by_role("button", name=named("To the top", titles[0])).click()
    assert chosen(plain_page) == titles
    walk.ended_well()


def test_a_piece_is_withdrawn_when_consent_is_taken_back(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Ewa Eriksen")
    to_the_selection(walk)
    title = chosen(page)[0]
    walk.click(title)
    walk.click("Consent was taken back")
    walk.click("Withdraw it for good")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select whose consent was taken back")
    walk.choose("Whose consent was taken back?", "The mentee took back their consent")
    walk.date("On which day?", walk.today())
    page.get_by_label("I have read what this does").check()
    walk.click("Withdraw it for good")
    assert walk.says("Its words and files are deleted.")
    assert not walk.says(title)
    at_both_widths(page, pictures, "withdrawn")
    walk.become("Ada Nwosu")
    walk.go("/apprenticeships/")
    walk.click("Ewa Eriksen")
    walk.click("Gateway", exact=True)
    assert walk.says("1 of its pieces was withdrawn since")
    walk.click("Portfolio 1", exact=True)
    assert walk.says("consent for it was taken back")
    assert not walk.says(title)
    walk.ended_well()


def returned_by_ada(walk: Walk) -> None:
    walk.become("Ada Nwosu")
    walk.work("Accept or return the gateway", WHO)
    walk.page.locator("textarea[name='reason']").fill(REASON)
    walk.click("Return to the training provider")
    assert walk.says("Returned")


def to_the_selection(walk: Walk) -> str:
    """The home of the apprenticeship, by the way people go."""
    walk.go("/apprenticeships/")
    walk.page.locator("main a[href^='/apprenticeships/']").first.click()
    walk.look()
    home = walk.path()
    walk.click("Evidence", exact=True)
    walk.click("What goes into the portfolio")
    return home


def chosen(page: Page) -> list[str]:
    return [title.partition(". ")[2].strip() for title in page.locator("ol .ts-selection__title").all_inner_texts()]


def named(verb: str, piece: str) -> re.Pattern[str]:
    """The name of a button: the verb people see, and the piece it is about for those who hear it."""
    return re.compile(rf"^{verb}\s*{re.escape(piece)}")


def press(page: Page, verb: str, piece: str) -> None:
    page.get_by_role("button", name=named(verb, piece)).focus()
    enter(page)


def enter(page: Page) -> None:
    """Press what has the focus, and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page: Page) -> Locator:
    return page.locator("button:focus")


def at_both_widths(page: Page, pictures: Path, name: str) -> None:
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
