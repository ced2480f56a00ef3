"""The small scripts in a real browser: kept drafts, the warning before time-out, files checked before they are sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import assert_accessible
from tests.web.ui.site import Story

TEXT = "Llŷr said: “diolch” 🙂\n  and then\nleft"
OFFER = "You typed something here that was not saved"


def type_story(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Title").fill("Tuesday")
    page.get_by_label("What happened").fill(TEXT)


def lapse(context: BrowserContext, address: str) -> None:
    context.add_cookies([{"name": "lapsed", "value": "1", "url": address}])


def test_text_of_a_lapsed_session_is_offered_back_after_signing_in(page: Page, live_server: LiveServer) -> None:
    type_story(page, f"{live_server.url}/write")
    lapse(page.context, live_server.url)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{live_server.url}/write")
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Put it back").click()
    assert page.get_by_label("Title").input_value() == "Tuesday"
    assert page.get_by_label("What happened").input_value() == TEXT


def test_text_that_was_taken_is_not_offered_again(page: Page, live_server: LiveServer) -> None:
    type_story(page, f"{live_server.url}/write")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    page.goto(f"{live_server.url}/write")
    expect(page.get_by_label("Title")).to_be_visible()
    assert page.get_by_text(OFFER).count() == 0
    assert page.evaluate("sessionStorage.length") == 0


def test_text_left_by_going_elsewhere_is_offered_back(page: Page, live_server: LiveServer) -> None:
    type_story(page, f"{live_server.url}/write")
    page.goto(f"{live_server.url}/done")
    page.goto(f"{live_server.url}/write")
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    page.goto(f"{live_server.url}/write")
    assert page.get_by_text(OFFER).count() == 0


def test_refused_text_stays_in_the_form_and_is_not_offered_besides(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/write")
    page.get_by_label("Title").fill("A title that is much too long")
    page.get_by_label("What happened").fill(TEXT)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("What happened").input_value() == TEXT
    assert page.get_by_text(OFFER).count() == 0


def test_next_person_at_the_same_computer_sees_nothing(page: Page, live_server: LiveServer) -> None:
    type_story(page, f"{live_server.url}/write?as=one")
    page.goto(f"{live_server.url}/write?as=two")
    assert page.get_by_text(OFFER).count() == 0
    assert "Tuesday" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_signing_out_deletes_what_was_kept(page: Page, live_server: LiveServer) -> None:
    type_story(page, f"{live_server.url}/write")
    page.goto(f"{live_server.url}/done")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_session_is_kept_alive_when_asked(page: Page, live_server: LiveServer, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_AGE = 6
    page.goto(f"{live_server.url}/write")
    warning = page.get_by_role("dialog", name="You will soon be signed out")
    expect(warning).to_be_visible(timeout=10_000)
    assert_accessible(page)
    with page.expect_response("**/keep-alive") as answer:
        warning.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(warning).to_be_hidden()


def test_ended_session_says_so_and_keeps_the_text(page: Page, live_server: LiveServer, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_AGE = 2
    type_story(page, f"{live_server.url}/write")
    ended = page.get_by_role("dialog", name="You have been signed out")
    expect(ended).to_be_visible(timeout=10_000)
    ended.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_text(OFFER)).to_be_visible()


def test_files_that_are_too_much_together_are_told_before_sending(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chooser = Story.base_fields["attached"].widget  # it has read the site's limit when it was made
    monkeypatch.setitem(chooser.attrs, "data-max-total", "1500")
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("x" * 900)
    second.write_text("x" * 900)
    page.goto(f"{live_server.url}/write")
    page.get_by_label("Files").set_input_files([first, second])
    says = "Error: The files are 1.8 kB together. You can send up to 1.5 kB at a time"
    assert page.locator("#id_attached-error").inner_text() == says


def test_too_many_and_too_large_files_are_told_before_sending(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    small, large, empty = (tmp_path / name for name in ("small.txt", "large.txt", "empty.txt"))
    small.write_text("x")
    large.write_text("x" * 2000)
    empty.touch()
    page.goto(f"{live_server.url}/write")
    chooser = page.get_by_label("Files")
    for chosen, says in (
        ([small, small, small], "Error: You can select up to 2 files at a time. You selected 3"),
        ([small, large], "Error: “large.txt” is 2.0 kB. A file must be 1000 bytes or smaller"),
        ([empty], "Error: “empty.txt” is empty"),
    ):
        chooser.set_input_files(chosen)
        assert page.locator("#id_attached-error").inner_text() == says
    page.get_by_role("button", name="Send").click()
    expect(chooser).to_be_focused()
    chooser.set_input_files([small])
    assert page.locator("#id_attached-error").count() == 0
