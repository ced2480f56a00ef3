"""The patterns pages in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import assert_accessible, browser, narrow_page, page

__all__ = ["browser", "narrow_page", "page"]

PAGES = ["", "form/", "form/?refused", "question/", "done/"] + [
    f"errors/{name}/" for name in ("400", "403", "404", "413", "500", "lapsed")
]


@pytest.mark.parametrize("path", PAGES)
def test_wide_patterns_page_is_accessible(page: Page, live_server: LiveServer, path: str) -> None:
    page.goto(f"{live_server.url}/patterns/{path}")
    assert_accessible(page)


@pytest.mark.parametrize("path", PAGES)
def test_narrow_patterns_page_is_accessible(narrow_page: Page, live_server: LiveServer, path: str) -> None:
    narrow_page.goto(f"{live_server.url}/patterns/{path}")
    assert_accessible(narrow_page)
