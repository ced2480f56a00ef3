"""The walk that the welcome page of the demo proposes to a newcomer can be walked as it says, in one sitting."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.site import Site
from tests.journeys.steps import Apprentice
from tests.journeys.walk import Walk
from touchstone.standards import catalogue
from touchstone.standards.model import Plan


def test_the_walk_of_the_welcome_page(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.become("Alice Adeyemi")
    walk.work("See what is still missing")
    assert walk.says("KSBs claimed")
    walk.become("Lena Fischer")
    walk.work("Confirm that your apprentice is ready", "Chloe Carter")
    chloe = Apprentice("Chloe Carter (demo)", 0, "", walk.today(), home=walk.path().split("gateway")[0])
    steps.employer_confirms(walk, chloe)
    walk.become("Tom Okafor")
    walk.work("Submit the gateway", "Chloe Carter")
    steps.submit_gateway(walk, chloe)
    walk.become("Ada Nwosu")
    steps.accept_gateway(walk, chloe)
    steps.book(walk, chloe, "observation", 14)
    assert walk.says("booked with Asif Malik (demo)")
    _assess_and_release_george(walk)
    walk.ended_well()


def _assess_and_release_george(walk: Walk) -> None:
    plan = catalogue.plan("ST1379-1.1")
    assert isinstance(plan, Plan)
    for method in plan.methods:
        walk.become("Asif Malik")
        walk.work("Record what took place and mark it", method.name, "George Griffiths")
        record = walk.path()
        steps.judge(walk, record, {one.id: "met" for one in method.criteria})
        steps.complete(walk, record)
        assert walk.says("With quality assurance")
        walk.become("Iris Bennett")
        walk.work("Agree the marks or send them back", method.name, "George Griffiths")
        steps.agree(walk, record)
    george = Apprentice("George Griffiths (demo)", 0, "", walk.today())
    walk.become("George Griffiths")
    assert not walk.says("Read your result")
    walk.become("Ada Nwosu")
    steps.release(walk, george)
    walk.become("George Griffiths")
    walk.work("Read your result")
    assert walk.page.locator("h1").inner_text() == "Result: Distinction"
