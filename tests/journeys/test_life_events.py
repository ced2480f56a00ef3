"""Life events in a real browser: a break with its effect shown first, a new employer, withdrawal and return, and an
apprenticeship handed over from one provider's quality lead to another's.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.site import Site
from tests.journeys.steps import Apprentice
from tests.journeys.walk import Walk


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "life-events"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_what_happens_in_an_apprenticeship_is_recorded_with_its_effect(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    one = Apprentice("Elin Event", 71, "ST1379-1.0", dt.date(2023, 4, 3))
    steps.enrol(walk, one)
    walk.click("Changes", exact=True)
    assert walk.says("Standard and version: ST1379 version 1.0")
    _break(walk, one)
    _version(walk)
    _employer(walk)
    _withdrawal_and_return(walk, one)
    walk.ended_well()


def _break(walk: Walk, one: Apprentice) -> None:
    """Typed wrongly, put right, and recorded once what it does has been seen."""
    walk.click("Record a break in learning")
    walk.date("First day of the break", dt.date(2023, 3, 1))
    walk.click("See what it does")
    expect(walk.page.locator(".govuk-error-summary")).to_contain_text("cannot begin before the apprenticeship starts")
    walk.date("First day of the break", dt.date(2023, 7, 1))
    walk.date("Last day of the break", dt.date(2023, 7, 31))
    walk.click("See what it does")
    assert walk.says("Nothing is recorded yet.")
    row = walk.page.locator("tr", has_text="Earliest gateway")
    expect(row).to_contain_text("3 April 2024")
    expect(row).to_contain_text("4 May 2024")
    walk.click("Change something")
    walk.date("Last day of the break", dt.date(2023, 7, 30))
    walk.click("See what it does")
    walk.click("Record it")
    assert walk.says("1 July 2023 to 30 July 2023")
    walk.go(one.home)
    assert walk.says("3 May 2024")
    walk.click("Changes", exact=True)


def _version(walk: Walk) -> None:
    walk.click("Move to a later version of the standard")
    walk.date("First day on the new version", dt.date(2023, 10, 2))
    walk.choose("Version of the standard", "Version 1.1")
    walk.click("See what it does")
    assert walk.says("What version 1.1 means")
    walk.click("Record it")
    assert walk.says("ST1379 version 1.1")


def _employer(walk: Walk) -> None:
    walk.click("Change the employer")
    walk.date("First day with the new employer", dt.date(2023, 11, 6))
    walk.fill("Or the name of an employer who is not on the list", "Orchard House")
    walk.fill("New line manager’s full name", "Mona Moor")
    walk.fill("New line manager’s email address", "mona.moor@example.org")
    walk.click("See what it does")
    walk.click("Record it")
    assert walk.says("Employer: Orchard House")
    assert walk.says("Line manager: Mona Moor")


def _withdrawal_and_return(walk: Walk, one: Apprentice) -> None:
    walk.click("Record a withdrawal")
    walk.date("First day on which they learn no more", dt.date(2024, 1, 8))
    walk.fill("Why do they withdraw?", "Moves abroad for a while")
    walk.click("See what it does")
    walk.click("Record it")
    expect(walk.page.get_by_text("is withdrawn since 8 January 2024")).to_be_visible()
    walk.go("/apprenticeships/")
    assert not walk.says(one.name)
    walk.go("/apprenticeships/?stage=withdrawn")
    walk.click(one.name)
    walk.click("Changes", exact=True)
    walk.click("Record the return")
    walk.date("First day back in learning", dt.date(2024, 2, 5))
    walk.click("See what it does")
    assert walk.says("Minimum duration")
    walk.click("Record it")
    assert walk.says("8 January 2024 to 4 February 2024")
    expect(walk.page.get_by_text("is withdrawn since")).to_have_count(0)


def test_one_provider_offers_and_the_other_takes_over(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Tom Okafor")
    walk.go("/apprenticeships/")
    one = Apprentice("Owen Offered", 72, "ST1379-1.1", dt.date(2024, 3, 4))
    steps.enrol(walk, one)
    changes = walk.path() + "changes/"
    walk.become("Quentin Price")
    walk.go(changes)
    walk.click("Offer to another training provider")
    walk.date("First day with the new provider", walk.today() - dt.timedelta(days=1))
    walk.fill("UK provider reference number (UKPRN) of the new provider", "12345678")
    walk.click("See what it does")
    expect(walk.page.locator(".govuk-error-summary")).to_contain_text("No training provider with this number")
    walk.fill("UK provider reference number (UKPRN) of the new provider", "10000947")
    walk.click("See what it does")
    walk.click("Record it")
    assert walk.says("Westfield College (demo) is asked to take over")
    walk.become("Wendy Marsh")
    walk.go("/apprenticeships/")
    walk.click("Answer")
    walk.page.get_by_label("Yes, we train them").check()
    walk.field("Who trains them?").select_option(label="Wendy Marsh (demo)")
    walk.click("Answer", exact=True)
    assert walk.says("Your organisation trains Owen Offered from now on.")
    assert walk.says("Training provider: Westfield College (demo)")
    walk.become("Quentin Price")
    assert walk.page.goto(site.url + changes).status == 404  # type: ignore[union-attr]
    walk.ended_well()
