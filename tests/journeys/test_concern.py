"""A safeguarding concern: raised from a review, read by the safeguarding lead, and seen by nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import NARROW, WIDE, assert_accessible
from tests.journeys.site import Site
from tests.journeys.walk import Walk

WORDS = "She said that she is afraid to go home on Fridays."


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "concern"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_a_concern_is_raised_read_closed_and_seen_by_nobody_else(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site)
    walk.become("Lena Fischer")
    walk.go("/apprenticeships/")
    walk.click("Alice Adeyemi")
    home = walk.path()
    walk.click("Raise a safeguarding concern")
    address = walk.path()
    walk.fill("What worries you?", WORDS)
    walk.click("Send it to the safeguarding lead")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select who should read it")
    assert walk.field("What worries you?").input_value() == WORDS
    _look_at(page, pictures, "refused")
    walk.choose("Who should read it?", "Northgate")
    walk.click("Send it to the safeguarding lead")
    assert walk.says("Nobody else here can read it.")
    assert walk.says("not read yet")
    assert not walk.says(WORDS)
    _look_at(page, pictures, "raised")

    walk.become("Sara Lindqvist")
    walk.go("/concerns/")
    assert walk.says("Not read yet")
    _look_at(page, pictures, "list")
    page.locator("tr", has_text="Not read yet").get_by_role("link").click()
    walk.look()
    concern = walk.path()
    assert walk.says(WORDS)
    walk.fill("What did you do or learn?", "Talked to her and to the duty team.")
    walk.choose("Is this concern closed with it?", "Yes")
    page.locator("main form button[type=submit]").last.click()
    assert walk.says("Talked to her and to the duty team.")
    _look_at(page, pictures, "closed")

    for name in ("Tom Okafor", "Quentin Price", "Alice Adeyemi", "Lena Fischer"):
        walk.become(name)
        assert page.request.get(site.url + concern).status == 404
        assert page.request.get(f"{site.url}/concerns/").status == 403
        for path in (address, home, f"{home}timeline/"):
            seen = page.request.get(site.url + path).text()
            assert WORDS not in seen
            assert ("read on" in seen) == (path == address and name == "Lena Fischer"), f"{name}: {path}"
    walk.ended_well()


def _look_at(page: Page, pictures: Path, name: str) -> None:
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
