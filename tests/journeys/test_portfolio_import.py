"""A portfolio from another system, in a real browser: template, check, import, once more; and without script."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.apps.portfolio.making import PDF
from tests.journeys.browser import NARROW, WIDE, assert_accessible, opened
from tests.journeys.site import Site
from tests.journeys.walk import Walk

RUNS_AT_MOST = 60_000  # milliseconds, on a machine with much else to do


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "portfolio import"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE, script=False)


def test_a_zip_becomes_pieces(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    to_the_import(walk)
    walk.click("Check the ZIP")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select the ZIP")

    template = fetched(page, "Download the template")
    send(walk, "template.zip", template)
    expect(heading(walk)).to_have_text("Check before you import", timeout=RUNS_AT_MOST)
    assert walk.says("This is the example row of our template. Delete it.")
    walk.click("Delete the ZIP now")
    assert walk.says("The ZIP is deleted.")

    names = names_of(template)
    rows = [row(names, number) for number in range(3)]
    rows += [
        row(names, 3) | {"Type": "Selfie", "KSBs": "K99", "Mentee code": "Maria"},
        row(names, 4) | {"File": "x.pdf"},
    ]
    files = {one["File"]: PDF + f"% {number}\n".encode() for number, one in enumerate(rows[:4])}
    content = packed(names, rows, files | {"photos/holiday.pdf": PDF})
    send(walk, "from elsewhere.zip", content)
    expect(heading(walk)).to_have_text("Check before you import", timeout=RUNS_AT_MOST)
    for said in (
        "is no type of evidence here",
        "K99: no such KSB",
        "“Maria” looks like a name",
        "there is no file “x.pdf”",
    ):
        assert walk.says(said)
    page.get_by_text("1 file in the ZIP without a row").click()
    assert walk.says("photos/holiday.pdf")
    look_again(walk, "checked")
    walk.click("Import 3 pieces")
    expect(heading(walk)).to_have_text("Import finished", timeout=RUNS_AT_MOST)
    look_again(walk, "finished")
    result = list(csv.DictReader(io.StringIO(fetched(page, "as text (.csv)").decode("utf-8-sig"))))
    assert [one["Validation results"] for one in result] == ["Imported"] * 3 + ["Cannot be imported"] * 2

    walk.click("See the evidence")
    assert walk.says("Brought along 2")
    to_the_import(walk)
    send(walk, "the same again.zip", content)
    expect(heading(walk)).to_have_text("Check before you import", timeout=RUNS_AT_MOST)
    there = page.locator(".govuk-summary-list__row").filter(has_text=re.compile(r"^\s*Already there"))
    expect(there).to_contain_text("3")
    assert page.get_by_role("button", name="Import").count() == 0
    walk.ended_well()


def test_a_zip_with_a_password_is_told_on_a_phone(narrow_page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(narrow_page, site, pictures)
    to_the_import(walk)
    names = names_of(fetched(narrow_page, "Download the template"))
    content = bytearray(packed(names, [row(names, 0)], {"logs/0.pdf": PDF}))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flags] |= 1
    send(walk, "locked.zip", bytes(content))
    expect(narrow_page.locator(".govuk-error-summary")).to_contain_text("Make it again without one")
    look_again(walk, "locked")
    walk.ended_well()


def test_without_script_the_page_loads_again_by_itself(plain_page: Page, site: Site) -> None:
    walk = Walk(plain_page, site)
    to_the_import(walk)
    names = names_of(fetched(plain_page, "Download the template"))
    send(walk, "few.zip", packed(names, [row(names, 10)], {"logs/10.pdf": PDF + b"% 10\n"}))
    expect(heading(walk)).to_have_text("Check before you import", timeout=RUNS_AT_MOST)
    walk.click("Import 1 piece")
    expect(heading(walk)).to_have_text("Import finished", timeout=RUNS_AT_MOST)
    walk.ended_well()


def to_the_import(walk: Walk) -> None:
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    walk.page.locator("table a").first.click()
    walk.click("Evidence")
    walk.click("Import evidence from another system")


def fetched(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def names_of(template: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        return next(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def row(names: list[str], number: int) -> dict[str, str]:
    """A row that is right, by the names of the template's columns."""
    said = {
        "File": f"logs/{number}.pdf",
        "Title": f"Brought along {number}",
        "Type": "Mentoring log",
        "Date": ("7/5/2024", "2024-05-08", "9 May 2024")[number % 3],
        "KSBs": "K1; S2, B3",
        "Mentee code": "M1",
        "Anonymised": "yes",
    }
    return dict.fromkeys(names, "") | said


def packed(names: list[str], rows: list[dict[str, str]], files: dict[str, bytes]) -> bytes:
    index, out = io.StringIO(), io.BytesIO()
    writer = csv.DictWriter(index, names, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("portfolio/index.csv", index.getvalue().encode("cp1252"))
        for name, content in files.items():
            archive.writestr(f"portfolio/{name}", content)
    return out.getvalue()


def send(walk: Walk, name: str, content: bytes) -> None:
    payload: FilePayload = {"name": name, "mimeType": "application/zip", "buffer": content}
    walk.field("Your ZIP").set_input_files(payload)
    walk.click("Check the ZIP")


def heading(walk: Walk) -> Locator:
    return walk.page.get_by_role("heading", level=1)


def look_again(walk: Walk, name: str) -> None:
    """The same address in another state: as accessible, and kept under a name of its own."""
    for width in (NARROW, WIDE):
        walk.page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(walk.page)
        walk.page.screenshot(path=(walk.pictures or Path()) / f"{name}-{width}.png", full_page=True)
