"""The first journey, whole: from enrolment to a released, explained grade, by everybody whose turn it is.

On the newer standard once with every page checked wide and narrow by day and by night, and once without JavaScript;
on the older one, which counts points and leaves much open, once more.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import steps
from tests.journeys.browser import WIDE, opened
from tests.journeys.site import Site
from tests.journeys.steps import Apprentice
from tests.journeys.walk import Walk
from touchstone.standards import catalogue
from touchstone.standards.model import Method, Plan


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures of the pages go: TOUCHSTONE_PICTURES, or nowhere anybody looks."""
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A browser with JavaScript switched off."""
    yield from opened(browser, WIDE, script=False)


def test_from_enrolment_to_a_released_grade_with_every_page_accessible(page: Page, site: Site, pictures: Path) -> None:
    _criteria_journey(
        Walk(page, site, pictures), Apprentice("Zadie Zephyr (demo)", 1, "ST1379-1.1", dt.date(2024, 6, 3))
    )


def test_the_same_journey_without_javascript(plain_page: Page, site: Site) -> None:
    _criteria_journey(Walk(plain_page, site), Apprentice("Yusuf Young (demo)", 2, "ST1379-1.1", dt.date(2024, 5, 7)))


def test_a_journey_that_is_graded_by_points(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    one = Apprentice("Xanthe Xu (demo)", 3, "ST0148-1.0", dt.date(2022, 9, 5))
    plan = _plan(one)
    walk.become("Tom Okafor")
    steps.enrol(walk, one)
    walk.become("Xanthe Xu")
    steps.add_evidence(walk, one, "My showcase", "M1", ["K1", "S1"], ["showcase.txt"])
    walk.become("Tom Okafor")
    steps.submit_portfolio(walk, one)
    steps.attach_portfolio(walk, one, "showcase")
    for subject in ("english", "maths"):
        steps.give_qualification(walk, one, subject)
    for fact in ("ict_level", "safeguarding_level"):
        steps.give_level(walk, one, fact)
    walk.become("Lena Fischer")
    steps.employer_confirms(walk, one)
    walk.become("Tom Okafor")
    steps.submit_gateway(walk, one)
    walk.become("Ada Nwosu")
    steps.accept_gateway(walk, one, ruling="The plan names no number of pieces; these show what it asks for.")
    for method in plan.methods:
        steps.book(walk, one, method.id, 10, ruling="The plan gives no notice; both agreed to this day.")
        assert walk.says("booked with Asif Malik (demo)")
    site.forward(days=11)
    walk.become("Asif Malik")
    for method in plan.methods:
        record = _open_record(walk, one, method)
        day = walk.today() - dt.timedelta(days=1)
        if method.id == "observation":
            steps.record_parts(walk, record, "live-session", [60, 60], day)
        else:
            steps.record_parts(walk, record, "discussion", [60], day)
        steps.record_questions(walk, record, 1, [])
        assert method.points is not None
        points = {str(number): "2" for number in range(1, method.points.criteria + 1)}
        steps.judge(walk, record, {**points, "1": "1"})
        steps.complete(walk, record)
        assert walk.says("With quality assurance")
    _check_and_release(walk, one, plan)
    walk.become("Xanthe Xu")
    walk.click("Read your result")
    assert walk.page.locator("h1").inner_text() == "Result: Distinction"
    assert walk.says("62 of 64 points")
    assert walk.says("35 of 36 points")
    walk.ended_well()


def _criteria_journey(walk: Walk, one: Apprentice) -> None:
    plan = _plan(one)
    short = one.name.removesuffix(" (demo)")
    _to_the_gateway(walk, one, short)
    _book(walk, one)
    walk.site.forward(days=15)
    walk.become("Asif Malik")
    for method in plan.methods:
        _assess(walk, one, plan, method)
    walk.become(short)
    walk.go(f"{one.home}result/")
    assert walk.says("The result is not released yet.")
    _check_and_release(walk, one, plan)
    _read_result(walk, one, short)
    walk.ended_well()


def _to_the_gateway(walk: Walk, one: Apprentice, short: str) -> None:
    walk.go("/")
    walk.become("Tom Okafor")
    steps.enrol(walk, one)
    walk.become(short)
    walk.click("Add your first piece of evidence")
    steps.add_evidence(walk, one, "Log of session 1", "M1", ["K1", "K2", "S2"], ["plan.txt", "notes.txt"])
    steps.add_evidence(walk, one, "Log of session 2", "M2", ["K3", "K5", "B3"], [])
    walk.go(f"{one.home}coverage/")
    assert walk.says("6 of 35 KSBs claimed")
    walk.become("Tom Okafor")
    steps.submit_portfolio(walk, one)
    steps.attach_portfolio(walk, one, "portfolio")
    steps.tick(walk, one, "mapping_form", "Confirm")
    steps.give_identity(walk, one)
    steps.tick(walk, one, "declaration_signed", "Sign")
    for subject in ("english", "maths"):
        steps.give_qualification(walk, one, subject)
    walk.become("Lena Fischer")
    steps.employer_confirms(walk, one)
    walk.become("Tom Okafor")
    steps.submit_gateway(walk, one)
    walk.become("Ada Nwosu")
    steps.accept_gateway(walk, one)


def _book(walk: Walk, one: Apprentice) -> None:
    """A day short of the notice is refused with its sum, and so is an assessor with a tie; a fortnight is not."""
    steps.book(walk, one, "observation", 13)
    assert walk.says("13 of 14 days")
    walk.date("Date of the assessment", walk.today() + dt.timedelta(days=14))
    walk.field("The assessor has declared that there is no tie").uncheck()
    walk.page.get_by_role("group", name="What has the assessor declared?").get_by_role("checkbox").first.check()
    walk.click("Book", exact=True)
    assert not walk.says("booked with")
    for method in ("observation", "discussion"):
        steps.book(walk, one, method, 14)
        assert walk.says("booked with Asif Malik (demo)")


def _assess(walk: Walk, one: Apprentice, plan: Plan, method: Method) -> None:
    record = _open_record(walk, one, method)
    day = walk.today() - dt.timedelta(days=1)
    if method.id == "observation":
        steps.record_parts(walk, record, "live-session", [30], day)
        steps.record_recordings(walk, record, [30, 31], day - dt.timedelta(days=6))
        steps.record_parts(walk, record, "questioning", [30], day)
        steps.record_questions(walk, record, 5, [])
    else:
        steps.record_parts(walk, record, "discussion", [60], day)
        steps.record_questions(walk, record, 8, [theme.name for theme in method.themes])
    met = {one.id: "met" for one in method.criteria if method.id == "observation" or one.grade == "pass"}
    steps.judge(walk, record, {one.id: met.get(one.id, "not-met") for one in method.criteria})
    walk.go(record)
    steps.complete(walk, record)
    assert walk.says("With quality assurance")


def _open_record(walk: Walk, one: Apprentice, method: Method) -> str:
    """From the assessor's home page, where it waits: the address of the record."""
    walk.work("Record what took place and mark it", method.name, one.name)
    return walk.path()


def _check_and_release(walk: Walk, one: Apprentice, plan: Plan) -> None:
    walk.become("Iris Bennett")
    for method in plan.methods:
        walk.work("Agree the marks or send them back", method.name, one.name)
        steps.agree(walk, walk.path().removesuffix("quality/"))
    walk.become("Ada Nwosu")
    steps.release(walk, one)


def _read_result(walk: Walk, one: Apprentice, short: str) -> None:
    """The apprentice, the tutor and the line manager: the grade, every reason, the statement."""
    for name in ("Tom Okafor", "Lena Fischer", short):
        walk.become(name)
        walk.go(f"{one.home}result/")
        assert walk.page.locator("h1").inner_text() == "Result: Merit"
        assert walk.says("What I saw for O-P1.")
    walk.work("Read your result")
    address = walk.page.get_by_role("button", name="Download the statement of result (PDF)").get_attribute("href")
    answer = walk.page.request.get(f"{walk.site.url}{address}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as statement:
        assert statement.Root.MarkInfo.Marked, "the PDF is not tagged"
    walk.go(f"{one.home}timeline/")
    assert walk.says("The result was released")


def _plan(one: Apprentice) -> Plan:
    plan = catalogue.plan(one.plan)
    assert isinstance(plan, Plan)
    return plan
