"""The patterns pages in a real browser: every component, by day and night, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import assert_accessible, visit

PAGES = [
    ("", 200),
    ("form/", 200),
    ("form/?refused", 200),
    ("question/", 200),
    ("done/", 200),
    ("errors/400/", 400),
    ("errors/403/", 403),
    ("errors/404/", 404),
    ("errors/413/", 413),
    ("errors/500/", 500),
    ("errors/lapsed/", 403),
]


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_wide_patterns_page_is_accessible(page: Page, live_server: LiveServer, path: str, status: int) -> None:
    visit(page, f"{live_server.url}/patterns/{path}", status)
    assert_accessible(page)


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_narrow_patterns_page_is_accessible(narrow_page: Page, live_server: LiveServer, path: str, status: int) -> None:
    visit(narrow_page, f"{live_server.url}/patterns/{path}", status)
    assert_accessible(narrow_page)
