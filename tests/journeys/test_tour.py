"""Every kind of page the people of the demo world can reach: accessible at both widths, by day and by night."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Site
from tests.journeys.walk import Walk, kind_of

# Between them they hold every role, at every stage somebody stands at.
PEOPLE = (
    "Alice Adeyemi",
    "Bilal Begum",
    "Jamila Jones",
    "Tom Okafor",
    "Quentin Price",
    "Sara Lindqvist",
    "Lena Fischer",
    "Sunil Rao",
    "Asif Malik",
    "Iris Bennett",
    "Ada Nwosu",
    "Abel Santos",
    "Rhys Morgan",
    "Tess Holloway",
    "Wendy Marsh",
)
FILES = re.compile(
    r"^/(files|results|static|gateways/[^/]+/identity|apprenticeships/import/(template|[^/]+/result))/|\.(csv|pdf|xlsx|zip)$"
)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("TOUCHSTONE_PICTURES", tmp_path)) / "tour"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_every_kind_of_page_is_accessible_to_everybody_who_can_reach_it(page: Page, site: Site, pictures: Path) -> None:
    walk = Walk(page, site, pictures)
    for name in PEOPLE:
        walk.become(name)
        _follow_links(walk)
    walk.go("/account/password/reset/")
    walk.go("/account/login/")
    assert len(walk.seen) > 45, sorted(walk.seen)
    walk.ended_well()


def _follow_links(walk: Walk) -> None:
    """From the page at hand, breadth first: one page of each kind nobody has looked at yet, one of each kind again."""
    waiting, opened = _links(walk), {"/"}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in opened or FILES.search(path):
            continue
        opened.add(kind)
        walk.go(path)
        waiting += _links(walk)


def _links(walk: Walk) -> list[str]:
    """The paths of this site that the page links to."""
    hrefs: list[str] = walk.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urlsplit(href).path for href in hrefs if href.startswith(walk.site.url)]
