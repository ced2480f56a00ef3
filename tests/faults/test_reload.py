"""What the page of a database that is away promises: the text is there, and reloading sends the form again."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.faults.site import Site
from tests.faults.test_away import CLEAR, away
from tests.faults.wire import Wire
from tests.faults.writing import alice
from tests.journeys.browser import NARROW, WIDE, assert_accessible

TEXT = "What we planned,\nwhat happened, and what I would do again. 🌱"


def test_reloading_sends_what_was_typed_and_chosen(site: Site, wire: Wire | None, page: Page, tmp_path: Path) -> None:
    _, home = alice(site)
    log = tmp_path / "log.txt"
    log.write_text("What was said.\n", encoding="utf-8")
    address = f"http://127.0.0.1:{site.port}"
    page.route("**/upload*.js", lambda route: route.abort())  # the form itself carries the file, as without the script
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name="Become Alice Adeyemi (demo)").click()
    page.goto(f"{address}{home}evidence/add/")
    page.get_by_label("Mentoring log").check()
    page.get_by_label("Title").fill("Sent again")
    for name, number in (("Day", "7"), ("Month", "5"), ("Year", "2026")):
        page.get_by_label(name, exact=True).fill(number)
    page.get_by_label("What it shows").fill(TEXT)
    page.locator("input[name=mentee_code]").fill("M1")
    page.locator("input[name=uploads]").set_input_files(log)
    page.get_by_label("I have taken out everything that could tell who").check()
    with away(site, wire):
        page.get_by_role("button", name="Add evidence").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(CLEAR, timeout=15_000)
        expect(page.get_by_label("Text", exact=True)).to_have_value(TEXT)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            if "TOUCHSTONE_PICTURES" in os.environ:
                page.screenshot(path=Path(os.environ["TOUCHSTONE_PICTURES"]) / f"away-{width}.png", full_page=True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent again")
    expect(page.locator("main")).to_contain_text("log.txt")
    assert len(site.rows("SELECT 1 FROM portfolio_evidence WHERE title = 'Sent again'")) == 1
