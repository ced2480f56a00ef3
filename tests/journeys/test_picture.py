"""The picture of the README: the assessment administrator's home page, as a newcomer to the demo meets it."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.site import Site
from tests.journeys.walk import Walk


def test_the_picture_of_the_readme_can_be_made(page: Page, site: Site, tmp_path: Path) -> None:
    walk = Walk(page, site)
    walk.become("Ada Nwosu")
    for part in ("Yours to do", "Coming up", "Waiting on others"):
        assert page.get_by_role("heading", name=part).is_visible()
    picture = Path(os.environ.get("TOUCHSTONE_PICTURE", tmp_path / "picture.png"))
    page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 1280, "height": 900}, full_page=True)
    assert picture.read_bytes().startswith(b"\x89PNG")
