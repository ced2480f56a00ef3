"""The training: planned, hours written down, on track or not, and the cohort with its filters, coverage and tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import NARROW, WIDE, assert_accessible
from tests.journeys.site import Site
from tests.journeys.walk import Walk


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "training"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_a_training_is_planned_and_hours_count(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    walk.click("Bilal Begum")
    home = walk.path()
    walk.go(f"{home}training/")
    walk.click("Change the plan")
    walk.date("planned end", walk.today() + dt.timedelta(days=365))
    walk.page.locator("input[name=hours]").fill("600")
    walk.click("Save the plan")
    assert walk.says("600 hours")
    walk.become("Bilal Begum")
    walk.go(f"{home}training/")
    before = walk.page.locator(".govuk-summary-list__row", has_text="written down").inner_text()
    walk.click("Write down hours")
    walk.field("Hours").fill("2")
    walk.field("Minutes").fill("30")
    walk.choose("What kind of training was it?", "Coaching")
    walk.field("What was learned?").fill("How to open a session.")
    walk.click("Save the hours")
    assert walk.says("2 hours 30 minutes written down.")
    walk.go(f"{home}training/")
    assert walk.page.locator(".govuk-summary-list__row", has_text="written down").inner_text() != before
    assert walk.says("of the planned time has gone by")
    walk.ended_well()


def test_a_cohort_says_who_is_stuck_why_and_what_is_covered(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site)
    walk.become("Quentin Price")
    walk.go("/training/")
    _looked_at(page, pictures, "cohort")
    everybody = page.locator("tbody").first.locator("tr").count()
    walk.field("Name").fill("alice")
    walk.field("In which order").select_option(label="Longest without activity")
    walk.click("Show", exact=True)
    assert "q=alice" in page.url
    assert "order=quiet" in page.url
    assert page.locator("caption").first.inner_text() == "1 apprentice"
    assert everybody > 1
    rows = list(csv.DictReader(io.StringIO(_fetched(page, "text (CSV)").decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["Alice Adeyemi (demo)"]
    sheet = load_workbook(io.BytesIO(_fetched(page, "workbook (xlsx)"))).active
    assert sheet.max_row == 2
    walk.click("What their evidence covers")
    assert "q=alice" in page.url  # what was asked for comes along
    walk.click("Clear filters")
    _looked_at(page, pictures, "coverage")
    _cell_by_cell(page)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("What the evidence covers")
    page.go_back()
    alice = page.locator(".ts-heat__table tbody tr", has_text="Alice")
    expect(alice).to_have_count(0)
    walk.click("version 1.1")  # another version, its own KSBs
    assert "plan=ST1379-1.1" in page.url
    expect(alice).to_have_count(1)
    assert load_workbook(io.BytesIO(_fetched(page, "workbook (xlsx)"))).active.max_column == 5 + 35
    walk.ended_well()


def _cell_by_cell(page: Page) -> None:
    """One stop of Tab for the whole grid; the arrow keys lead on within it."""
    links = page.locator(".ts-heat__table tbody td a")
    assert links.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
    links.first.focus()
    page.keyboard.press("ArrowRight")
    expect(_cell(page, 0, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(_cell(page, 1, 1)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".ts-heat__table tbody tr").nth(1).locator("td a").last).to_be_focused()
    page.keyboard.press("ArrowRight")  # no further
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(links.first).to_be_focused()
    assert links.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1


def _cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(".ts-heat__table tbody tr").nth(row).locator("td a").nth(column)


def _fetched(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def _looked_at(page: Page, pictures: Path, name: str) -> None:
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
