"""Somebody walking through the site: who they are, what they see, and that every page they meet is accessible."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.browser import NARROW, WIDE, assert_accessible
from tests.journeys.site import Site

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/rules/).+")


def kind_of(path: str) -> str:
    """Pages that differ in what they are about, and in nothing else, are of one kind."""
    return ID.sub("…", path)


class Walk:
    """One browser tab on a site. With ``pictures`` every kind of page is checked once, wide and narrow, and kept."""

    def __init__(self, page: Page, site: Site, pictures: Path | None = None) -> None:
        self.page, self.site, self.pictures = page, site, pictures
        self.seen: set[str] = set()
        self.answers: list[tuple[int, str]] = []
        page.on("response", self._note)
        page.set_default_timeout(10_000)

    def become(self, name: str) -> None:
        """Sign in as a demo person, with the one click the demo offers."""
        self.go("/demo/")
        self.page.get_by_role("button", name=f"Become {name} (demo)").first.click()
        self.look()
        self.ended_well()
        expect(self.page.locator(".ts-header__who")).to_contain_text(f"{name} (demo)")

    def go(self, path: str) -> None:
        self.page.goto(self.site.url + path)
        self.look()

    def click(self, text: str, *, exact: bool = False) -> None:
        """Follow the link, or press the button, of that name."""
        self.page.get_by_role("link", name=text, exact=exact).or_(
            self.page.get_by_role("button", name=text, exact=exact)
        ).first.click()
        self.page.wait_for_load_state()
        self.look()

    def work(self, what: str, *about: str) -> None:
        """Follow the line of the home page that says what is to be done, about whom."""
        self.go("/")
        line = self.page.locator("li.ts-work__item", has_text=what)
        for words in about:
            line = line.filter(has_text=words)
        line.first.get_by_role("link").click()
        self.look()

    def fill(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=False).first

    def choose(self, question: str, answer: str) -> None:
        """A radio button or checkbox within the group of that legend."""
        group = self.page.get_by_role("group", name=question).first
        group.get_by_label(answer, exact=False).first.check()

    def date(self, label: str, day: dt.date) -> None:
        """Our dates are three fields under one legend."""
        group = self.page.get_by_role("group", name=label).first
        for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(name).fill(str(number))

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def today(self) -> dt.date:
        """By the server's clock, in the time of this country."""
        ahead = int(self.site.clock.read_text(encoding="ascii"))
        return (dt.datetime.now(ZoneInfo("Europe/London")) + dt.timedelta(seconds=ahead)).date()

    def says(self, text: str) -> bool:
        return text in self.page.locator("main").inner_text()

    def look(self) -> None:
        """Every page that is met for the first time: accessible at both widths, and kept as a picture."""
        self.page.wait_for_load_state()
        assert self.page.locator("h1").count() == 1, self.page.url
        if self.pictures is None:
            return
        kind = kind_of(self.path())
        if kind == "/" and (person := self.page.locator(".ts-header__who")).count():
            kind += person.inner_text()  # a home page is another for everybody
        if kind in self.seen:
            return
        self.seen.add(kind)
        name = "-".join(re.findall(r"\w+", kind.replace("…", "x"))) or "home"
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(self.page)
            self.page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self.answers.append((response.status, response.url))

    def ended_well(self) -> None:
        assert self.answers == [], f"the server failed on the way: {self.answers} {''.join(self.site.said[-40:])}"
