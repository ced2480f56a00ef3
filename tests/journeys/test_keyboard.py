"""With the keyboard alone: becoming somebody, a form with its mistakes, a decision."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.walk import Walk

FURTHEST = 200  # presses of Tab after which something cannot be reached


def test_somebody_is_chosen_a_form_is_filled_in_and_a_gateway_returned(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.go("/")
    _press_on(page, "link", "Skip to main content")
    _press_on(page, "button", "Choose who to be")
    _press_on(page, "button", "Become Tom Okafor (demo)")
    expect(page.locator("h1")).to_have_text("Your work")
    _form_with_mistakes(page, walk)
    walk.go("/demo/")
    _press_on(page, "button", "Become Ada Nwosu (demo)")
    _press_on(page, "link", "Accept or return the gateway")
    _tab_to(page, "radio", "Accept")  # of the first item, the photo
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "textbox", "what has to be put right?")
    page.keyboard.type("The picture does not show the face.")
    _press_on(page, "button", "Return to the training provider")
    expect(page.locator("main")).to_contain_text("Gateway returned.")
    walk.ended_well()


def test_signing_in_says_what_is_wrong_and_where(page: Page, site: Site) -> None:
    walk = Walk(page, site)
    walk.go("/account/login/")
    _tab_to(page, "textbox", "Email address")
    page.keyboard.type("nobody@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.get_by_role("textbox", name="Email address").input_value() == "nobody@example.org"
    walk.ended_well()


def test_a_date_of_birth_is_corrected_and_who_can_see_it_is_read(page: Page, site: Site, tmp_path: Path) -> None:
    walk = Walk(page, site, tmp_path)  # every page on the way is looked at with axe
    walk.become("Quentin Price")
    walk.go("/apprenticeships/")
    _press_on(page, "link", "Alice Adeyemi (demo)")
    _press_on(page, "link", "Correct date of birth")
    expect(page.locator("h1")).to_have_text("Correct the ULN or date of birth")
    walk.look()
    _press_on(page, "button", "Correct")
    expect(page).to_have_title(re.compile("^Error: "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the one mistake of the summary: no reason
    assert _focused(page, "id") == "id_reason"
    page.keyboard.type("Read off the wrong line")
    _tab_to(page, "textbox", "Year")
    page.keyboard.press("Control+A")
    page.keyboard.type("1999")
    _press_on(page, "button", "Correct")
    expect(page.locator("main")).to_contain_text("12 April 1999")
    overview = walk.path()
    walk.go(f"{overview}corrections/")
    expect(page.locator("main")).to_contain_text("Read off the wrong line")
    walk.go(overview)
    _press_on(page, "link", "name or email address of Lena Fischer (demo)")
    expect(page.locator("h1")).to_have_text("Correct a name or email address")
    walk.look()
    walk.go(overview)
    _press_on(page, "link", "Who can see this")
    expect(page.locator("main")).to_contain_text("Lena Fischer (demo)")
    walk.look()
    for name, heading in (
        ("Privacy", "Privacy notice"),
        ("Accessibility", "Accessibility statement"),
        ("Help", "Help"),
    ):
        _press_on(page, "link", name)
        expect(page.locator("h1")).to_have_text(heading)
        walk.look()
    assert len(walk.seen) > 8, sorted(walk.seen)
    walk.ended_well()


def _form_with_mistakes(page: Page, walk: Walk) -> None:
    """Sent empty, the form leads from the summary to the field; arrow keys choose among radio buttons."""
    _press_on(page, "link", "Enrol an apprentice")
    _press_on(page, "button", "Continue")
    expect(page).to_have_title(re.compile("^Error: "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first mistake of the summary
    assert _focused(page, "id") == "id_name"
    page.keyboard.type("Wren Wood (demo)")
    _tab_to(page, "radio", "Public funding")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("radio", name="The employer pays privately").is_checked()
    assert walk.field("Full name").input_value() == "Wren Wood (demo)"


def _press_on(page: Page, role: str, name: str) -> None:
    _tab_to(page, role, name)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.wait_for_timeout(150)


def _tab_to(page: Page, role: str, name: str) -> None:
    """Tab until the control of that role and name has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    wanted.wait_for(state="attached")
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key on {page.url}")


def _focused(page: Page, attribute: str) -> str | None:
    value: str | None = page.evaluate("name => document.activeElement.getAttribute(name)", attribute)
    return value
