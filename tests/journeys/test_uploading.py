"""Many files at once, in a real browser: paused, cut off, taken up again, a folder, the same twice, and no script."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.apps.portfolio.making import PDF
from tests.journeys.browser import NARROW, WIDE, assert_accessible, opened
from tests.journeys.site import Site
from tests.journeys.walk import Walk

MB = 1024 * 1024
FILM = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41"
SLOW = 4 * MB  # bytes a second
LONG = 60_000  # milliseconds, on a machine with much else to do


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "uploading"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE, script=False)


@pytest.fixture
def second_page(browser: Browser) -> Iterator[Page]:
    """The same person at another browser."""
    yield from opened(browser, WIDE)


def log(folder: Path, name: str, words: str = "") -> Path:
    path = folder / name
    path.write_bytes(PDF + f"% {words or name}\n%%EOF\n".encode())
    return path


def film(folder: Path, name: str = "session.mp4", size: int = 40 * MB) -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.write(FILM)
        file.truncate(size)
    return path


def alice(page: Page, site: Site, pictures: Path | None = None) -> Walk:
    walk = Walk(page, site, pictures)
    walk.become("Alice Adeyemi")
    hers = re.search(r"/apprenticeships/[0-9a-f-]{36}/", page.content())
    assert hers
    walk.go(f"{hers[0]}evidence/")
    return walk


def several(page: Page, site: Site, pictures: Path | None = None) -> Walk:
    walk = alice(page, site, pictures)
    walk.click("Add several files")
    return walk


def row(page: Page, name: str) -> Locator:
    return page.locator(".ts-upload", has=page.locator(".ts-upload__name", has_text=re.compile(f"^{re.escape(name)}$")))


def choose(page: Page, *paths: Path) -> None:
    page.locator("input[name=uploads]").set_input_files(list(paths))


def slow(page: Page) -> Callable[[bool], None]:
    """From now on what is sent takes its time, as it does at home. What is given cuts the network, and mends it."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def cut(offline: bool) -> None:
        limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
        network.send("Network.emulateNetworkConditions", {"offline": offline, **limits})

    cut(False)
    return cut


def under_way(page: Page, name: str) -> None:
    """Until the server has acknowledged a piece of it."""
    expect(row(page, name)).to_contain_text(re.compile(r"(4[5-9]|[5-9]\d)% of"), timeout=LONG)


def arrived(page: Page, name: str) -> None:
    expect(row(page, name)).to_contain_text("Arrived", timeout=LONG)


def test_several_files_arrive_and_become_pieces(page: Page, site: Site, pictures: Path, tmp_path: Path) -> None:
    walk = several(page, site, pictures)
    names = ["Week 1.pdf", "Week 2.pdf", "Week 3.pdf"]
    choose(page, *(log(tmp_path, name) for name in names))
    for name in names:
        arrived(page, name)
    page.locator(".ts-drop").evaluate(
        """(place, bytes) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([bytes], "Dropped.pdf", {type: "application/pdf"}));
            for (const what of ["dragover", "drop"])
              place.dispatchEvent(new DragEvent(what, {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }""",
        PDF.decode(),
    )
    arrived(page, "Dropped.pdf")
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(b"this is no PDF")
    choose(page, wrong)
    expect(row(page, "wrong.pdf")).to_contain_text("Not added. “wrong.pdf” is named as a PDF file, but its content")
    expect(row(page, "wrong.pdf").locator(".ts-status--bad")).to_have_text("Not added")
    expect(row(page, "Dropped.pdf").locator(".ts-status--good")).to_have_text("Arrived")
    choose(page, log(tmp_path, "unwanted.pdf"))
    arrived(page, "unwanted.pdf")
    row(page, "unwanted.pdf").get_by_role("button", name="Remove").click()
    expect(row(page, "unwanted.pdf")).to_have_count(0)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        page.screenshot(path=pictures / f"several-{width}.png", full_page=True)
    expect(page.locator("[role=status].govuk-visually-hidden")).to_contain_text(
        re.compile(r"\d of \d files have arrived"), timeout=15_000
    )
    walk.click("Continue")
    expect(page.get_by_role("group", name="Files").get_by_role("checkbox")).to_have_count(4)
    walk.choose("What kind of evidence are they?", "Mentoring log")
    walk.click("Make a piece of each")
    assert walk.says("4 pieces added")
    for title in ("Week 1", "Week 2", "Week 3", "Dropped"):
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()


def test_each_file_is_announced_once_however_many_wait_for_their_turn(page: Page, site: Site, tmp_path: Path) -> None:
    several(page, site)
    announced: list[str] = []

    def note(request: Request) -> None:
        if "upload-length" in request.headers:
            announced.append(request.url)

    page.on("request", note)
    names = ["pair 1.pdf", "pair 2.pdf"]
    choose(page, *(log(tmp_path, name) for name in names))
    for name in names:
        arrived(page, name)
    assert len(announced) == 2
    page.reload()
    expect(page.locator("[data-unfinished]")).to_have_count(0)


def test_an_upload_is_paused_and_goes_on(page: Page, site: Site, tmp_path: Path) -> None:
    several(page, site)
    slow(page)
    choose(page, film(tmp_path))
    under_way(page, "session.mp4")
    one = row(page, "session.mp4")
    expect(one).to_contain_text(re.compile(r"left"), timeout=LONG)
    one.get_by_role("button", name="Pause").click()
    expect(one).to_contain_text("Paused")
    again = sent_from(page)
    one.get_by_role("button", name="Go on").click()
    arrived(page, "session.mp4")
    assert again[0] > 0


def test_an_upload_goes_on_by_itself_when_the_network_is_back(page: Page, site: Site, tmp_path: Path) -> None:
    several(page, site)
    cut = slow(page)
    choose(page, film(tmp_path, "meeting.mp4"))
    under_way(page, "meeting.mp4")
    cut(True)
    expect(row(page, "meeting.mp4")).to_contain_text("Interrupted. The network is gone", timeout=LONG)
    again = sent_from(page)
    cut(False)
    arrived(page, "meeting.mp4")
    assert again[0] > 0


def test_an_upload_is_taken_up_again_after_the_browser_was_closed(
    page: Page, second_page: Page, site: Site, pictures: Path, tmp_path: Path
) -> None:
    path = film(tmp_path, "talk.mp4")
    several(page, site)
    slow(page)
    choose(page, path)
    under_way(page, "talk.mp4")
    page.close()
    several(second_page, site)
    listed = row(second_page, "talk.mp4")
    expect(listed).to_contain_text(re.compile(r"MB of 40 MB has arrived. Kept until"))
    assert_accessible(second_page)
    second_page.screenshot(path=pictures / "unfinished.png", full_page=True)
    again = sent_from(second_page)
    choose(second_page, path)
    arrived(second_page, "talk.mp4")
    expect(row(second_page, "talk.mp4")).to_have_count(1)
    assert again[0] > 0


def test_a_file_that_changes_while_it_is_uploaded_is_told(page: Page, site: Site, tmp_path: Path) -> None:
    several(page, site)
    slow(page)
    path = film(tmp_path, "edited.mp4")
    choose(page, path)
    under_way(page, "edited.mp4")
    with path.open("r+b") as file:
        file.seek(1000)
        file.write(b"an edit")
    expect(row(page, "edited.mp4")).to_contain_text(
        re.compile("it was changed, moved or deleted on your device|it was changed while it was uploaded"), timeout=LONG
    )
    row(page, "edited.mp4").get_by_role("button", name="Remove").click()
    expect(row(page, "edited.mp4")).to_have_count(0)


def test_a_folder_of_two_hundred_becomes_two_hundred_pieces(page: Page, site: Site, tmp_path: Path) -> None:
    walk = several(page, site)
    folder = tmp_path / "Mentoring"
    for month in range(10):
        (folder / f"month {month}").mkdir(parents=True)
        for number in range(20):
            log(folder / f"month {month}", f"log {month}-{number}.pdf")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "Thumbs.db").write_bytes(b"\0")
    page.locator("input[webkitdirectory]").set_input_files(folder)
    expect(page.locator(".ts-uploads__note")).to_have_text("2 system files were left out.")
    expect(page.locator(".ts-upload[data-state=arrived]")).to_have_count(200, timeout=4 * LONG)
    walk.click("Continue")
    walk.choose("What kind of evidence are they?", "Mentoring log")
    walk.click("Make a piece of each")
    assert walk.says("200 pieces added") or walk.says("pieces added")
    expect(page.get_by_role("link", name="log 9-19", exact=True)).to_be_visible()


def test_the_same_file_twice_is_said_and_kept_or_dropped(page: Page, site: Site, tmp_path: Path) -> None:
    several(page, site)
    first, second, third = (log(tmp_path, name, "the same words") for name in ("one.pdf", "two.pdf", "three.pdf"))
    choose(page, first)
    arrived(page, "one.pdf")
    choose(page, second, third)
    expect(row(page, "two.pdf")).to_contain_text("The same file is here already, as “one.pdf”. Keep both, or remove")
    assert_accessible(page)
    row(page, "two.pdf").get_by_role("button", name="Keep both").click()
    expect(row(page, "two.pdf")).not_to_contain_text("already")
    row(page, "three.pdf").get_by_role("button", name="Remove").click()
    page.get_by_role("link", name="Continue").or_(page.get_by_role("button", name="Continue")).click()
    hints = page.get_by_role("group", name="Files")
    expect(hints).to_contain_text("The same file is here already, as")
    expect(hints).not_to_contain_text("three.pdf")


def test_the_form_of_a_piece_takes_a_long_recording(page: Page, site: Site, pictures: Path, tmp_path: Path) -> None:
    walk = alice(page, site)
    walk.click("Add evidence")
    slow(page)
    choose(page, film(tmp_path, "observation.mp4"), log(tmp_path, "notes of it.pdf"))
    walk.choose("What kind of evidence is it?", "Recording of a session")
    walk.fill("Title", "Two hours with M1")
    walk.page.get_by_label("Day").first.fill("7")
    walk.page.get_by_label("Month").first.fill("5")
    walk.page.get_by_label("Year").first.fill("2026")
    page.get_by_role("button", name="Add evidence").click()
    expect(page.locator(".ts-uploads__note")).to_contain_text("Some files have not arrived yet")
    assert_accessible(page)
    page.screenshot(path=pictures / "form.png", full_page=True)
    arrived(page, "observation.mp4")
    arrived(page, "notes of it.pdf")
    page.get_by_role("button", name="Add evidence").click()
    page.wait_for_url("**/evidence/*/")
    assert walk.says("observation.mp4")
    assert walk.says("notes of it.pdf")


def test_several_files_are_added_without_script(plain_page: Page, site: Site, pictures: Path, tmp_path: Path) -> None:
    walk = several(plain_page, site)
    walk.click("Upload")
    expect(plain_page.locator(".govuk-error-summary")).to_contain_text("Select at least one file")
    wrong = tmp_path / "bad.pdf"
    wrong.write_bytes(b"this is no PDF")
    choose(plain_page, log(tmp_path, "Plain 1.pdf"), wrong)
    walk.click("Upload")
    expect(plain_page.locator(".govuk-error-summary")).to_contain_text("“bad.pdf” is named as a PDF file")
    choose(plain_page, log(tmp_path, "Plain 2.pdf"))
    walk.click("Upload")
    group = plain_page.get_by_role("group", name="Files")
    while (ticked := group.get_by_role("checkbox", checked=True)).count():
        ticked.first.uncheck()
    for name in ("Plain 1.pdf", "Plain 2.pdf"):
        group.get_by_label(name).check()
    walk.click("Put them in one piece")
    expect(plain_page.locator("h1")).to_have_text("Add evidence")
    added = plain_page.get_by_role("group", name="Files already added").get_by_role("checkbox", checked=True)
    expect(added).to_have_count(2)


def sent_from(page: Page) -> list[int]:
    """The places in the file from which pieces are sent from now on."""
    found: list[int] = []

    def note(request: object) -> None:
        if request.method == "PATCH":  # type: ignore[attr-defined]
            found.append(int(request.headers["upload-offset"]))  # type: ignore[attr-defined]

    page.on("request", note)
    return found
