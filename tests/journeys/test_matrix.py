"""KSBs against pieces: filtered, walked with the keyboard, in another shape on a phone, and opened as a workbook."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.browser import WIDE, assert_accessible
from tests.journeys.site import Site
from tests.journeys.walk import Walk


def test_the_matrix_of_a_full_apprenticeship(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    walk.click("Alice Adeyemi")
    walk.go(f"{walk.path()}matrix/")
    everything = page.locator(".ts-matrix tbody tr").count()
    assert everything == 35
    assert_accessible(page)

    walk.field("State").select_option(label="Not claimed")
    walk.click("Show", exact=True)
    assert "state=missing" in page.url
    missing = page.locator(".ts-matrix tbody tr").count()
    assert 0 < missing < everything
    assert page.locator(".ts-matrix td[class]").count() == 0
    walk.field("Theme").select_option(label="Assessment")
    walk.field("State").select_option(label="Any")
    walk.click("Show", exact=True)
    assert page.locator(".ts-matrix tbody tr").count() == 2
    page.reload()  # the filters are in the address
    assert page.locator(".ts-matrix tbody tr").count() == 2
    walk.click("Clear filters")
    assert page.locator(".ts-matrix tbody tr").count() == everything

    _with_the_keyboard(page)
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".ts-matrix tbody").first).to_be_hidden()
    expect(page.locator(".ts-matrix__list").first).to_be_visible()
    caption = page.locator(".ts-matrix caption").first.bounding_box()
    assert caption is not None
    assert caption["width"] > 300  # as wide as the list below it
    assert page.locator(".ts-matrix__list > li").count() == everything
    assert_accessible(page)
    page.set_viewport_size({"width": WIDE, "height": 900})

    with page.expect_download() as download:
        page.get_by_role("link", name="workbook (xlsx)").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert [cell.value for cell in sheet[1]][:4] == ["Method", "Theme", "KSB", "Statement"]
    assert sheet.max_row == 1 + everything
    walk.ended_well()


def _with_the_keyboard(page: Page) -> None:
    """The grid is reached with Tab and scrolls by itself; the pieces behind their numbers open and lead on."""
    page.set_viewport_size({"width": 760, "height": 900})
    grid = page.locator(".ts-matrix").first
    grid.evaluate("one => { one.scrollLeft = 0 }")
    for _ in range(60):
        page.keyboard.press("Tab")
        if grid.evaluate("one => one.contains(document.activeElement)"):
            break
    else:
        raise AssertionError("the grid cannot be reached with the Tab key")
    page.locator("details summary", has_text="The pieces by their numbers").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('details') !== null && document.activeElement.tagName") == "A"
