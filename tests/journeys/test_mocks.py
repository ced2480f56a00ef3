"""Tom practises the observation with Alice on the assessor's form; she reads it once he shares it, Ada never."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.site import Site
from tests.journeys.walk import Walk
from touchstone.standards import catalogue
from touchstone.standards.model import Plan


def test_a_mock_is_held_shared_and_read(page: Page, site: Site, tmp_path: Path) -> None:
    walk = Walk(page, site, tmp_path)
    walk.become("Alice Adeyemi")
    walk.go("/apprenticeships/")
    walk.page.locator("main").get_by_role("link", name="Alice Adeyemi").click()
    walk.look()
    walk.click("Assessment", exact=True)
    assert walk.says("What is looked for")
    walk.click("Mock assessments")
    assert walk.says("There is no mock to read yet")
    mocks = walk.path()
    walk.become("Tom Okafor")
    walk.go(mocks)
    mock = _held(walk)
    walk.become("Alice Adeyemi")
    walk.go(mocks)
    assert walk.says("There is no mock to read yet")
    _shared(walk, mock)
    walk.become("Alice Adeyemi")
    walk.go(mocks)
    walk.page.get_by_role("row", name="Tom Okafor").get_by_role("link").click()
    walk.look()
    assert walk.says("Close each session with what was agreed.")
    assert walk.says("By the plan’s own rules: Fail")
    assert walk.says("31")
    walk.become("Ada Nwosu")
    assert page.goto(site.url + mock).status == 404  # type: ignore[union-attr]
    assert page.goto(site.url + mocks).status == 403  # type: ignore[union-attr]
    walk.ended_well()


def _held(walk: Walk) -> str:
    """Begun with nothing chosen first, then filled in as an assessor would."""
    walk.click("Begin a mock")
    walk.click("Begin", exact=True)
    assert walk.says("There is a problem")
    walk.choose("Which method?", "Observation")
    walk.click("Begin", exact=True)
    mock = walk.path()
    plan = catalogue.plan("ST1379-1.1")
    assert isinstance(plan, Plan)
    criteria = plan.methods[0].criteria
    steps.record_parts(walk, mock, "live-session", [31], walk.today())
    steps.judge(walk, mock, {one.id: "met" if one.id != criteria[0].id else "not-met" for one in criteria})
    return mock


def _shared(walk: Walk, mock: str) -> None:
    walk.become("Tom Okafor")
    walk.go(mock)
    walk.click("Go on to share")
    walk.fill("What went well", "Close each session with what was agreed.")
    walk.click("Share", exact=True)
    assert walk.says("Shared on")
