"""The desk of an assessment organisation: who rules is named; one item is returned with a reason and given anew;
what was accepted stays locked; two attempts are compared; the gateway is confirmed and the period begins."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.walk import Walk

WHO = "Daniel Dixon"
REASON = "The certificate names another person. Give the right one."


def test_a_gateway_comes_back_for_one_item_and_is_confirmed_the_second_time(
    page: Page, site: Site, tmp_path: Path
) -> None:
    walk = Walk(page, site, tmp_path)
    walk.become("Ada Nwosu")
    _names_who_rules(walk)
    home = _returns_the_english(walk)
    walk.become("Tom Okafor")
    walk.go(f"{home}gateway/")
    assert walk.says(REASON)
    _gives_it_anew(walk, home)
    walk.become("Ada Nwosu")
    walk.go("/gateways/")
    walk.page.get_by_role("row", name=WHO).get_by_role("link").first.click()
    walk.look()
    assert walk.says("Accepted by Ada Nwosu (demo)")
    walk.page.get_by_label("Accept", exact=False).last.check()
    walk.click("Confirm the gateway")
    assert walk.says("Gateway confirmed.")
    walk.become(WHO)
    walk.go(f"{home}gateway/")
    assert walk.says("The assessment period")
    walk.click("Compare", exact=False)
    assert walk.says("Attempt 1")
    assert walk.says("Attempt 2")
    walk.ended_well()


def _names_who_rules(walk: Walk) -> None:
    walk.go("/gateways/")
    walk.click("Who rules on gateways")
    walk.choose("Who rules?", "Abel Santos")
    walk.click("Save", exact=True)
    assert walk.says("Saved.")


def _returns_the_english(walk: Walk) -> str:
    """First without saying why: that is refused and nothing is lost. The home of the apprenticeship."""
    walk.go("/gateways/")
    walk.page.get_by_role("row", name=WHO).get_by_role("link").first.click()
    walk.look()
    home = re.sub(r"gateway/.*", "", walk.path())
    walk.page.locator("input[name='item-photo_id'][value='accept']").check()
    walk.page.locator("input[name='item-english'][value='return']").check()
    walk.click("Return to the training provider")
    assert walk.says("English: enter what has to be put right")
    expect(walk.page.locator("input[name='item-photo_id'][value='accept']")).to_be_checked()
    walk.page.locator("textarea[name='reason-english']").fill(REASON)
    walk.page.locator("textarea[name='reason']").fill("One paper is not the apprentice’s.")
    walk.click("Return to the training provider")
    assert walk.says("Returned")
    return home


def _gives_it_anew(walk: Walk, home: str) -> None:
    """What was accepted is locked; what was returned is given again."""
    assert walk.page.get_by_role("link", name="Change: Photo identification").count() == 0
    walk.go(f"{home}gateway/english/")
    walk.choose("Level achieved", "Level 2 or above")
    walk.choose("How it was achieved", "A qualification")
    walk.click("Save", exact=True)
    walk.go(f"{home}gateway/")
    walk.click("Check and submit")
    walk.page.locator("main form button[type=submit]").last.click()
    walk.look()
    assert walk.says("Gateway submitted.")
