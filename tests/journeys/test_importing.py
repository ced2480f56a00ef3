"""Apprentices from a table, in a real browser: template, check, run, cancel, result; and the same without script."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.journeys.browser import NARROW, WIDE, assert_accessible, opened
from tests.journeys.site import Site
from tests.journeys.walk import Walk
from tests.stories import uln

RUNS_AT_MOST = 60_000  # milliseconds, on a machine with much else to do


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "importing"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE, script=False)


def test_a_table_becomes_apprentices(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Tom Okafor")
    to_the_import(walk)
    walk.click("Check the table")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select your table")

    template = fetched(page, "text (.csv)")
    assert fetched(page, "workbook (.xlsx)").startswith(b"PK")
    send(walk, "apprentices.csv", template)
    assert walk.says("This is the example row of our template. Delete it.")
    assert walk.says("Nothing in this table can be enrolled.")
    walk.click("Delete the table now")
    assert walk.says("The table is deleted.")

    names = next(csv.reader(io.StringIO(template.decode("utf-8-sig"))))
    rows = [person(names, number) for number in range(12)] + [person(names, 20) | {"ULN": "1.0E+09", "Funding": "levy"}]
    table = as_text(names, rows)
    send(walk, "starters.csv", table)
    assert walk.says("is how a spreadsheet shortens a long number")
    walk.click("Enrol 12 apprentices")
    expect(heading(walk)).to_have_text("Import finished", timeout=RUNS_AT_MOST)
    look_again(walk, "finished")
    result = list(csv.DictReader(io.StringIO(fetched(page, "as text (.csv)").decode("utf-8-sig"))))
    assert [row["Validation results"] for row in result] == ["Enrolled"] * 12 + ["Cannot be enrolled"]
    assert len(result[-1]["Errors"].splitlines()) == 2

    to_the_import(walk)
    send(walk, "starters again.csv", table)
    assert page.locator(".govuk-summary-list__row", has_text="Enrolled already").inner_text().split() == [
        "Enrolled",
        "already",
        "12",
    ]
    assert page.get_by_role("button", name="Enrol").count() == 0
    walk.go("/apprenticeships/?q=starter0")
    walk.click("Starter 0 (demo)")
    assert walk.says("Harbour Care (demo)")
    walk.ended_well()


def test_it_is_cancelled_goes_on_and_outlives_its_worker(narrow_page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(narrow_page, site, pictures)
    walk.become("Quentin Price")
    to_the_import(walk)
    names = next(csv.reader(io.StringIO(fetched(narrow_page, "text (.csv)").decode("utf-8-sig"))))
    send(walk, "many.csv", as_text(names, [person(names, number, "Starter Many") for number in range(100, 300)]))
    walk.click("Enrol 200 apprentices")
    walk.click("Cancel the import")
    look_again(walk, "cancelled")
    expect(heading(walk)).to_have_text("Import cancelled")

    walk.click("Go on and enrol")
    narrow_page.route("**/*", lambda route: route.abort())  # it stays as it is while it is looked at
    while rows_done(narrow_page) == 0:
        time.sleep(0.1)
    worker = next(pid for pid, command in site.children().items() if " work" in command)
    os.kill(worker, signal.SIGKILL)
    assert 0 < rows_done(narrow_page) < 200
    look_again(walk, "under way")
    expect(heading(walk)).to_have_text("Import under way")
    narrow_page.unroute("**/*")
    expect(heading(walk)).to_have_text("Import finished", timeout=RUNS_AT_MOST)
    enrolled = narrow_page.locator(".govuk-summary-list__row").filter(has_text=re.compile(r"^\s*Enrolled\s+\d"))
    expect(enrolled).to_contain_text("200")
    walk.go("/apprenticeships/?q=starter%20many")
    expect(narrow_page.locator("caption")).to_have_text("200 apprentices")
    walk.ended_well()


def test_without_script_the_page_loads_again_by_itself(plain_page: Page, site: Site) -> None:
    walk = Walk(plain_page, site)
    walk.become("Wendy Marsh")
    to_the_import(walk)
    names = next(csv.reader(io.StringIO(fetched(plain_page, "text (.csv)").decode("utf-8-sig"))))
    tutor = {"Tutor email": "wendy.marsh@example.org"}
    send(walk, "few.csv", as_text(names, [person(names, number) | tutor for number in (300, 301)]))
    walk.click("Enrol 2 apprentices")
    assert walk.says("This page loads again every 5 seconds.")
    expect(heading(walk)).to_have_text("Import finished", timeout=RUNS_AT_MOST)
    walk.ended_well()


def to_the_import(walk: Walk) -> None:
    walk.go("/apprenticeships/")
    walk.click("Import apprentices from a table")


def fetched(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def send(walk: Walk, name: str, content: bytes) -> None:
    payload: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    walk.field("Your table").set_input_files(payload)
    walk.click("Check the table")


def person(names: list[str], number: int, name: str = "Starter") -> dict[str, str]:
    """A row that is right, by the names of the template's columns."""
    said = {
        "Full name": f"{name} {number} (demo)",
        "Email address": f"starter{number}@example.org",
        "ULN": uln(5000 + number),
        "Date of birth": "27/03/1994",
        "Standard": "ST1379",
        "Start date": "4 March 2024",
        "Funding": "public",
        "Employer": "Harbour Care (demo)",
        "Line manager name": "Lena Fischer (demo)",
        "Line manager email": "lena.fischer@example.org",
        "Tutor email": "tom.okafor@example.org",
        "Assessment organisation": "EPA9801",
    }
    return dict.fromkeys(names, "") | said


def as_text(names: list[str], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")


def heading(walk: Walk) -> Locator:
    return walk.page.get_by_role("heading", level=1)


def rows_done(page: Page) -> int:
    """What the server says, whatever the page shows."""
    found = re.search(r"(\d+) of 200 rows done", page.request.get(page.url).text())
    assert found, "the import runs no more"
    return int(found[1])


def look_again(walk: Walk, name: str) -> None:
    """The same address in another state: as accessible, and kept under a name of its own."""
    for width in (NARROW, WIDE):
        walk.page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(walk.page)
        walk.page.screenshot(path=(walk.pictures or Path()) / f"{name}-{width}.png", full_page=True)
