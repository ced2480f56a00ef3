"""A progress review: the tutor opens it, the three write and sign, also late; it is taken along as a PDF."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from tests.journeys.browser import assert_accessible
from tests.journeys.site import Site
from tests.journeys.walk import Walk


def test_three_people_go_through_a_review_and_it_is_taken_along(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    walk.click("Alice Adeyemi")
    home = walk.path()
    walk.go(f"{home}reviews/")
    walk.click("Hold a review")
    walk.date("When is the review held?", walk.today() + dt.timedelta(days=1))
    walk.click("Open the review")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    walk.date("When is the review held?", walk.today())
    walk.click("Open the review")
    review = walk.path()
    _write(walk, review, "Three sessions since the last time.")
    walk.go(review)
    walk.click("Add an action")
    walk.fill("What is to be done?", "Ask two mentees for feedback")
    walk.date("By when?", walk.today() + dt.timedelta(days=30))
    walk.click("Add it to the training plan")
    assert walk.says("Ask two mentees for feedback")
    walk.click("The training plan")
    assert walk.says("Ask two mentees for feedback")
    _sign(walk, review)

    walk.become("Alice Adeyemi")
    walk.work("progress review")
    assert walk.path() == review
    _write(walk, review, "I enjoy the sessions.")
    _sign(walk, review)

    walk.site.forward(days=8)  # the line manager's signature is late
    walk.become("Lena Fischer")
    walk.work("progress review", "Alice Adeyemi")
    _write(walk, review, "She has grown into it.")
    walk.go(f"{review}sign/")
    walk.click("Sign", exact=True)
    expect(page.locator(".govuk-error-summary")).to_be_visible()  # not meant yet
    _sign(walk, review)
    assert page.locator("main").inner_text().count("Signed by") == 3
    assert page.get_by_role("link", name="Add an action").count() == 0
    assert_accessible(page)

    walk.become("Tom Okafor")
    walk.go(f"{home}reviews/")
    assert walk.says("All signed")
    with page.expect_download() as download:
        page.goto(site.url + review)
        page.get_by_role("link", name="Download as it stands (PDF)").click()
    with pikepdf.open(io.BytesIO(Path(download.value.path()).read_bytes())) as printed:
        assert printed.Root.MarkInfo.Marked
    walk.ended_well()


def _write(walk: Walk, review: str, words: str) -> None:
    walk.go(f"{review}write/")
    walk.fill("How does it go?", words)
    walk.click("Keep your part")
    assert walk.says("Your part is written and waits for your signature.")


def _sign(walk: Walk, review: str) -> None:
    walk.go(f"{review}sign/")
    walk.page.get_by_role("checkbox").check()
    walk.click("Sign", exact=True)
    assert walk.path() == review
    assert walk.says("Signed.")
