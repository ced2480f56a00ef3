"""From an invitation to a colleague at work, and from a colleague who leaves to their successor: in a real browser."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.walk import Walk, kind_of

PASSWORD = "three random words"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "joining"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_somebody_joins_and_takes_over_from_a_colleague(
    page: Page, narrow_page: Page, site: Site, pictures: Path
) -> None:
    olga, nia = Walk(page, site, pictures), Walk(narrow_page, site, pictures)
    invite(olga, "Nia New (demo)", "nia.new@example.org", ["Tutor"])
    link = mailed(site, "nia.new@example.org")
    join(nia, link)
    assert nia.says("Nothing is waiting for you.")
    nia.page.context.clear_cookies()
    nia.go(link)
    look_again(nia, "This invitation has been used")

    take_over(olga)
    nia.go(link)
    sign_in(nia)
    assert nia.says("Adds a first piece of evidence") or nia.says("Prepare the gateway")
    olga.ended_well()
    nia.ended_well()


def test_the_wrong_person_signs_out_and_comes_back_and_the_link_is_withdrawn(
    page: Page, narrow_page: Page, site: Site, pictures: Path
) -> None:
    olga, other = Walk(page, site, pictures), Walk(narrow_page, site, pictures)
    invite(olga, "Otto Old (demo)", "otto.old@example.org", ["Safeguarding lead", "Organisation owner"])
    link = mailed(site, "otto.old@example.org")
    other.become("Wendy Marsh")
    other.go(link)
    assert other.says("This invitation is for somebody else")
    other.click("Sign out and come back")
    assert other.path() == link
    look_again(other, "Choose a password, and you are in.")
    olga.page.get_by_role("button", name="Withdraw the invitation of Otto Old (demo)").click()
    olga.look()
    other.fill("Password", PASSWORD)
    other.fill("Password again", PASSWORD)
    other.click("Join Northgate Training (demo)")
    look_again(other, "This invitation was withdrawn")
    other.ended_well()
    olga.ended_well()


def test_an_assessor_leaves_and_an_administrator_is_told(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Oscar Lund")
    walk.click("Members", exact=True)
    walk.click("Bronwen Pugh (demo)")
    walk.click("Leaves Meridian Assessment (demo)")
    walk.click("End all roles")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Confirm that the assessments booked")
    walk.field("The assessment administrators cancel these").check()
    walk.click("End all roles")
    assert walk.says("Bronwen Pugh (demo) no longer belongs to Meridian Assessment (demo).")
    walk.become("Ada Nwosu")
    walk.work("Assessor has left", "Nia Nicholas")
    assert walk.path().endswith("/assessment/")
    walk.ended_well()


def test_a_tutor_names_another_line_manager(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    walk.become("Wendy Marsh")
    walk.click("Apprentices", exact=True)
    walk.click("Olu Owens (demo)")
    walk.click("Change who takes part")
    walk.click("Change the line manager")
    walk.click("See what it does")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter full name")
    walk.fill("Full name", "Mona Moor (demo)")
    walk.field("Email address").fill("mona.moor@example.org")
    walk.click("See what it does")
    walk.click("Record it")
    assert walk.says("Mona Moor (demo) is line manager of Olu Owens (demo) from now on.")
    walk.click("Name somebody as mentoring supervisor")
    walk.ended_well()


def invite(walk: Walk, name: str, email: str, roles: list[str]) -> None:
    """The owner, with the mistakes of a first attempt."""
    walk.become("Olga Brandt")
    walk.click("Members", exact=True)
    walk.click("Invite somebody")
    walk.click("Send the invitation")
    expect(walk.page.locator(".govuk-error-summary")).to_contain_text("Select at least one role")
    walk.fill("Full name", name)
    walk.field("Email address").fill(email)
    for role in roles:
        walk.page.get_by_label(role, exact=True).check()
    walk.click("Send the invitation")
    assert walk.says(f"{name} is invited.")


def mailed(site: Site, email: str) -> str:
    """The path of the link in the mail, which a demo prints."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        mails = "".join(site.said).split("Subject: Join ")[1:]
        found = [re.search(r"(http://\S+/join/\S+/)", mail) for mail in mails if f"To: {email}" in mail]
        if found and found[-1]:
            return urlsplit(found[-1][1]).path
        time.sleep(0.2)
    raise AssertionError(f"no mail to {email}: {''.join(site.said)}")


def join(walk: Walk, link: str) -> None:
    """With the keyboard alone; a scanner has looked at the link before."""
    page = walk.page
    assert page.request.get(walk.site.url + link).status == 200
    walk.go(link)
    for again in ("something else", PASSWORD):
        type_into(page, "Password", PASSWORD)
        type_into(page, "Password again", again)
        page.keyboard.press("Enter")
        if again != PASSWORD:
            expect(page.locator(".govuk-error-summary")).to_be_focused()
            expect(page.locator(".govuk-error-summary")).to_contain_text("The two passwords are not the same")
            look_again(walk, "The two passwords are not the same")
            assert page.get_by_label("Your full name").input_value() == "Nia New (demo)"
    page.wait_for_url(walk.site.url + "/")
    assert walk.says("You have joined Northgate Training (demo).")


def look_again(walk: Walk, words: str) -> None:
    """The same address shows another page now."""
    assert walk.says(words)
    walk.seen.discard(kind_of(walk.path()))
    walk.look()


def type_into(page: Page, label: str, text: str) -> None:
    """Tab until the field has the focus, then type."""
    field = page.get_by_label(label, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            page.keyboard.type(text)
            return
    raise AssertionError(f"{label} cannot be reached with the Tab key")


def sign_in(walk: Walk) -> None:
    walk.go("/account/login/")
    walk.field("Email address").fill("nia.new@example.org")
    walk.page.get_by_label("Password", exact=True).fill(PASSWORD)
    walk.click("Sign in", exact=True)


def take_over(walk: Walk) -> None:
    """What Tom has in hand goes to Nia, and Tom leaves."""
    walk.click("Members", exact=True)
    assert walk.says("Nia New (demo)")
    walk.click("Tom Okafor (demo)")
    walk.page.get_by_label("Provider quality lead").check()
    walk.click("Give the role")
    walk.click("Has lost the phone or key to sign in with")
    walk.click("Tom Okafor (demo)")
    walk.click("Leaves Northgate Training (demo)")
    assert walk.says("Tom Okafor (demo) trains 17 apprentices")
    walk.click("Hand over first")
    walk.field("Who takes over as tutor?").select_option(label="Nia New (demo) (nia.new@example.org)")
    walk.click("Hand over", exact=True)
    assert walk.says("Nia New (demo) is tutor in 17 apprenticeships now.")
    walk.click("Tom Okafor (demo)")
    walk.click("End it as provider quality lead")
    walk.click("End the role")
    assert walk.says("is no longer provider quality lead")
    walk.click("Employers you train for")
    walk.click("Members", exact=True)
    walk.click("Messages sent")
