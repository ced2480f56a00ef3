"""A real browser for tests: pages at two widths, by day and by night, and what must be true of every page.

Fixtures for every test: ``browser``, ``page`` (1280 wide), ``narrow_page`` (390). ``live_server`` gives the address.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:  # loaded for every test run: what only a browser test needs is imported where it is used
    from playwright.sync_api import Browser, Page

WIDE, NARROW = 1280, 390
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"region": {"enabled": False}}  # the way back stands before <main> on purpose, so that skipping skips it too


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE)


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, NARROW)


def opened(
    browser: Browser, width: int, scheme: Literal["light", "dark"] = "light", script: bool = True
) -> Iterator[Page]:
    """A page without cookies of others, that fails the test when its script or its content policy complains."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if _serious(message) else None)
    yield tab
    context.close()
    assert complaints == []


def visit(page: Page, address: str, status: int = 200) -> None:
    """Open an address and hold that it was answered as expected: an error page can be accessible too."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} was answered with {answer.status}"


def assert_accessible(page: Page) -> None:
    """WCAG 2.2 AA by axe, by day and by night, and what axe does not see."""
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": RULES})
        found = [
            f"{violation['id']} ({scheme}): {node['target']} {node['failureSummary']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        assert found == [], f"{page.url}: {found}"
    page.emulate_media(color_scheme="light")
    assert page.locator("h1").count() == 1, f"{page.url} has not exactly one h1"
    assert dead_links_within(page) == [], f"{page.url}: error summary links that lead nowhere"
    assert overflow(page) == [], f"{page.url} scrolls sideways"
    assert without_focus_style(page) == [], f"{page.url}: controls whose focus cannot be seen"


def dead_links_within(page: Page) -> list[str]:
    """Links of the error summary without a control of that id, and the skip link without its target."""
    links: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.govuk-error-summary a, .govuk-skip-link')]
            .map(link => link.getAttribute('href'))
            .filter(href => !document.getElementById(href.slice(1)))"""
    )
    return links


def overflow(page: Page) -> list[str]:
    """What is wider than the window; empty when the page does not scroll sideways."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll('body *')]
              .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
              .map(element => element.tagName + '.' + element.className).slice(0, 10)"""
    )
    return wide


def without_focus_style(page: Page) -> list[str]:
    """Controls that look the same with and without keyboard focus."""
    same: list[str] = page.evaluate(
        """() => {
          const look = element => {
            const of = (one, pseudo) => { const s = getComputedStyle(one, pseudo);
              return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.color,
                      s.borderColor].join() };
            const label = element.labels && element.labels[0];
            return of(element) + (label ? of(label, '::before') : '');
          };
          const before = document.activeElement;
          const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
          const found = [...document.querySelectorAll(controls)]
            .filter(one => !one.disabled && one.checkVisibility())
            .filter(one => { one.blur(); const still = look(one); one.focus({focusVisible: true, preventScroll: true});
                             const same = document.activeElement === one && look(one) === still;
                             one.blur(); return same })
            .map(one => one.outerHTML.slice(0, 120));
          if (before && before.focus) before.focus({preventScroll: true});
          return found;
        }"""
    )
    return same


def _serious(message: Any) -> bool:
    """Errors of script and policy; not the browser's note that a page was answered with 403 or 422."""
    return bool(message.type == "error" and "Failed to load resource" not in message.text)
