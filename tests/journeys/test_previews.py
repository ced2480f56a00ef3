"""Files seen without download, in a real browser: a photo upright, a PDF, sound and video with seeking; without script.

Every kind of file is really made here, of one colour each, so that what is seen can be told by its pixels.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, FilePayload, Page, expect

from tests.apps.portfolio.pictures import BLUE, GREEN, RED, close_to, document, film, heic, recording
from tests.journeys.browser import WIDE, opened
from tests.journeys.site import Site
from tests.journeys.walk import Walk

FILES = {
    "photo.heic": heic(),
    "plan.pdf": document(7),
    "session.mp4": film(6),
    "session.webm": film(6, "webm"),
    "late index.mov": film(6, "mov"),
    "voice.mp3": recording(3),
    "voice.m4a": recording(3, "mp4"),
    "broken.mp4": film(6, index_first=False)[:1000],
}
# What an element shows in the middle of its upper and its lower half.
SEEN = """element => {
    const canvas = document.createElement("canvas");
    canvas.width = 20; canvas.height = 40;
    const context = canvas.getContext("2d");
    context.drawImage(element, 0, 0, 20, 40);
    return [10, 30].map((y) => [...context.getImageData(10, y, 1, 1).data]);
}"""

LENGTH = """player => new Promise(done => {
    const say = () => done(player.duration);
    if (player.readyState) say(); else player.onloadedmetadata = say;
})"""
PLAYED = """sound => new Promise(done => {
    sound.muted = true;
    sound.ontimeupdate = () => { if (sound.currentTime > 0.2) done(); };
    sound.play();
})"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "previews"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE, script=False)


def test_what_a_piece_has_is_seen_on_pages(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site)
    piece = a_piece_with_files(walk, "Session with files")
    walk.pictures = pictures
    walk.look()

    see(walk, "photo.heic")
    assert [colour(page, "img.ts-look", half) for half in (0, 1)] == [RED, BLUE]
    photo = page.locator("img.ts-look")
    assert photo.evaluate("image => image.naturalHeight") == 2 * photo.evaluate("image => image.naturalWidth")

    walk.go(piece)
    see(walk, "plan.pdf")
    assert walk.says("7 pages, shown as pictures")
    for number, expected in ((1, RED), (2, GREEN), (5, GREEN)):
        assert colour(page, f"img[alt^='Page {number} of']") == expected
    walk.click("Page 2")
    assert colour(page, "img[alt^='Page 7 of']") == RED

    for name in ("session.mp4", "session.webm", "late index.mov"):
        walk.go(piece)
        see(walk, name)
        assert round(length(page, "video")) == 6
        for second, expected in ((4.5, GREEN), (2.5, BLUE), (0.5, RED)):
            page.locator("video").evaluate(
                "(video, to) => new Promise(done => { video.onseeked = done; video.currentTime = to; })", second
            )
            assert colour(page, "video") == expected

    for name in ("voice.mp3", "voice.m4a"):
        walk.go(piece)
        see(walk, name)
        assert round(length(page, "audio")) == 3
        page.locator("audio").evaluate(PLAYED)

    walk.go(piece)
    see(walk, "broken.mp4")
    assert walk.says("This recording cannot be played: it was never finished")
    assert page.locator("video").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert content_of(download.value) == FILES["broken.mp4"]
    walk.ended_well()


def test_a_photo_loses_its_place_and_a_file_gets_a_name_and_a_successor(
    narrow_page: Page, site: Site, pictures: Path
) -> None:
    walk = Walk(narrow_page, site)
    piece = a_piece_with_files(walk, "Session by phone")
    walk.pictures = pictures
    walk.look()
    assert walk.says("This photo says where it was taken (GPS)")
    walk.click("Use a copy without the place")
    assert walk.says("A copy that does not say where it was taken has taken the place of the photo.")
    assert not walk.says("This photo says where it was taken")
    see(walk, "photo.jpg")
    assert [colour(narrow_page, "img.ts-look", half) for half in (0, 1)] == [RED, BLUE]

    walk.go(piece)
    narrow_page.get_by_text("Earlier versions").click()
    see(walk, "photo.heic")
    assert walk.says("This is an earlier version")

    walk.go(piece)
    walk.click("Rename plan.pdf")
    walk.fill("Name", "Session plan")
    walk.click("Rename", exact=True)
    assert walk.says("The file is called “Session plan.pdf” now.")
    walk.click("Replace Session plan.pdf")
    walk.click("Replace", exact=True)
    expect(narrow_page.locator(".govuk-error-summary")).to_contain_text("Select the file to put in its place")
    new = FilePayload(name="Session plan 2.pdf", mimeType="application/pdf", buffer=document(1))
    narrow_page.locator("input[type=file]").set_input_files(new)
    walk.click("Replace", exact=True)
    assert walk.says("“Session plan 2.pdf” has taken the place of “Session plan.pdf”, which is kept.")
    walk.ended_well()


def test_without_script_all_of_it_is_seen_too(plain_page: Page, site: Site) -> None:
    walk = Walk(plain_page, site)
    asked: list[tuple[str, int]] = []
    plain_page.on("response", lambda answer: asked.append((answer.url, answer.status)))
    piece = a_piece_with_files(walk, "Session without script", script=False)
    see(walk, "photo.heic")
    assert ("picture/", 200) in [(url[-8:], status) for url, status in asked]
    walk.go(piece)
    see(walk, "plan.pdf")
    plain_page.wait_for_load_state("networkidle")
    assert {url[-6:] for url, status in asked if status == 200 and "?page=" in url} >= {
        f"page={n}" for n in range(1, 6)
    }
    walk.go(piece)
    see(walk, "session.mp4")
    expect(plain_page.locator("video[controls]")).to_be_visible()
    walk.go(piece)
    walk.click("Use a copy without the place")
    assert walk.says("has taken the place of the photo")
    walk.ended_well()


def a_piece_with_files(walk: Walk, title: str, *, script: bool = True) -> str:
    """Alice adds a piece with all the files. Where it is."""
    walk.become("Alice Adeyemi")
    walk.go("/apprenticeships/")
    walk.page.get_by_role("main").get_by_role("link", name="Alice Adeyemi (demo)").click()
    walk.go(f"{walk.path()}evidence/add/")
    walk.choose("What kind of evidence is it?", "Mentoring log")
    walk.field("Title").fill(title)
    walk.date("Date", walk.today() - dt.timedelta(days=3))
    walk.page.locator("input[type=file]").first.set_input_files(
        [FilePayload(name=name, mimeType="application/octet-stream", buffer=file) for name, file in FILES.items()]
    )
    if script:  # they are sent as they are chosen
        rows = walk.page.locator(".ts-upload").filter(has_text="Arrived")
        expect(rows).to_have_count(len(FILES), timeout=60_000)
    walk.field("I have taken out everything that could tell who").check()
    walk.click("Add evidence", exact=True)
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(title)
    return walk.path()


def see(walk: Walk, name: str) -> None:
    walk.page.get_by_role("link", name=name, exact=True).click()
    walk.look()
    expect(walk.page.get_by_role("heading", level=1)).to_have_text(name)


def colour(page: Page, selector: str, half: int = 0) -> tuple[int, int, int]:
    """Which of the colours the files are made of is seen there."""
    element = page.locator(selector).first
    element.scroll_into_view_if_needed()
    if selector != "video":
        element.evaluate("image => image.decode()")
    found = tuple(element.evaluate(SEEN)[half])
    return next(one for one in (RED, GREEN, BLUE) if close_to(found, one, 60))


def length(page: Page, kind: str) -> float:
    seconds: float = page.locator(kind).evaluate(LENGTH)
    return seconds


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
