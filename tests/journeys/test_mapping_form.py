"""The mapping form: what a piece shows is typed once, three people confirm, the tutor takes the document along."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pikepdf
import pypdfium2
from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.browser import assert_accessible
from tests.journeys.site import Site
from tests.journeys.steps import Apprentice
from tests.journeys.walk import Walk

CONFIRMING = "Confirm that portfolio 1 is authentic"


def test_three_people_confirm_and_the_tutor_downloads_the_form(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    one = Apprentice("Mabel Mapping (demo)", 41, "ST0148-1.0", dt.date(2022, 9, 5))
    walk.become("Tom Okafor")
    steps.enrol(walk, one)
    walk.become("Mabel Mapping")
    steps.add_evidence(walk, one, "My showcase", "M1", ["K1", "S1"], ["showcase.txt"])
    walk.click("Say what it shows of each KSB")
    walk.fill("What does it show of K1?", "How I agreed the outcomes")
    walk.fill("Where does it show K1?", "page 3")
    assert_accessible(page)
    walk.click("Save")
    assert walk.says("Where: page 3")
    walk.become("Tom Okafor")
    steps.submit_portfolio(walk, one)
    walk.click("Open the Mapping and Tracking Form")
    form = walk.path()
    assert walk.says("Showcase 1")
    assert walk.says("How I agreed the outcomes (page 3)")
    assert_accessible(page)

    for name in ("Tom Okafor", "Mabel Mapping", "Lena Fischer"):
        walk.become(name)
        walk.work(CONFIRMING, *(() if name == "Mabel Mapping" else (one.name,)))
        assert walk.says("What you confirm")
        assert_accessible(page)
        walk.click("Confirm", exact=True)
        assert walk.path() == form
        assert walk.says("Confirmed. Your name, your part and the time stand on the form.")
    assert page.locator("main").inner_text().count("Confirmed by") == 3
    assert_accessible(page)

    walk.become("Tom Okafor")
    walk.go(form)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the form (PDF)").click()
    content = Path(download.value.path()).read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert " ".join(text.split()).count("Confirmed by") == 3
    walk.ended_well()
