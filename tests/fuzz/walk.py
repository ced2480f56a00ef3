"""One person going everywhere and sending everything, and what they must never be answered."""

from __future__ import annotations

import random
import traceback
from collections import Counter, deque
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.fuzz.markup import Form, Page
from tests.fuzz.sending import body, filled, spoilt, urlencoded
from tests.fuzz.values import SUM_DONE, TAG, key, text
from tests.web.access_table import TABLE
from tests.web.test_access_walk import NOT_IN_THE_WORLD

METHODS = ("put", "patch", "delete", "options", "head", "trace")
OF_A_KIND = 2  # pages of one address that are looked at
NOT_SENT = {"", "demo_become"}  # what leads away from this site, or makes one somebody else


@dataclass
class Walk:
    """``known``: ids of everything there is. ``foreign``: words that are only on other people's rows."""

    browser: Client
    things: dict[str, Any]
    known: list[str]
    foreign: list[bytes]
    random: random.Random
    sends: int  # how often each form is sent
    sign_in: Any = None
    offences: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def everywhere(self) -> None:
        """From every address of the site and every link found there: the page, then its forms."""
        waiting = deque([*self.addresses(), "/"])
        for address in list(waiting):  # also where there is no form, or none for them
            if _kind(address) not in NOT_SENT:
                self.ask("post", address, **body([("x", b"y")], Form(address, "post"), self.random))
        while waiting:
            address = waiting.popleft()
            if self._has_had_enough_of(address):
                continue
            page = self._look(address)
            if page is None:
                continue
            waiting.extend(page.links)
            for form in page.forms:
                self._send_often(form)

    def addresses(self) -> list[str]:
        """Those of the table written by hand, each with the things it is about, with others, and with none."""
        found = []
        for name, rows in TABLE.items():
            for row in rows[:OF_A_KIND]:
                things = {one: NOT_IN_THE_WORLD.get(thing, thing) for one, thing in row.on.items()}
                found.append(
                    reverse(name, kwargs={one: self.things.get(thing, thing) for one, thing in things.items()})
                )
        self.random.shuffle(found)
        return found

    def _has_had_enough_of(self, address: str) -> bool:
        path = urlsplit(address).path
        kind = _kind(path)
        if not kind or path in self.seen or self.asked[kind] >= OF_A_KIND:
            return True
        self.seen.add(path)
        self.asked[kind] += 1
        return False

    def _look(self, address: str) -> Page | None:
        self.ask(self.random.choice(METHODS), address)
        query = urlencoded([(name, text(self.random)) for name in ("page", "q", "next", "status", "kind")])
        self.ask("get", f"{urlsplit(address).path}?{query.decode()}")
        self.ask("get", self._elsewhere(address))
        for _ in range(3):
            response = self.ask("get", address)
            if response is None or response.status_code != 302:
                break
            address = response["Location"]
        if response is None or response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            return None
        return Page(urlsplit(address).path, response.content.decode())

    def _elsewhere(self, address: str) -> str:
        """The same address of something else, or of nothing."""
        parts = urlsplit(address).path.split("/")
        places = [place for place, part in enumerate(parts) if len(part) > 8] or [len(parts) - 2]
        parts[self.random.choice(places)] = key(self.random, self.known).decode() or "x"
        return "/".join(parts)

    def _send_often(self, form: Form) -> None:
        """What the form did stays now and then; mostly it is taken back, so that the next finds the world as it was."""
        kind = f"{form.method} {_kind(form.action)} {len(form.fields)}"
        if self.sent[kind] >= OF_A_KIND or not form.action.startswith("/") or _kind(form.action) in NOT_SENT:
            return
        self.sent[kind] += 1
        cookies = deepcopy(self.browser.cookies)
        with transaction.atomic():
            for number in range(self.sends):
                self._send(form, sensibly=number == 0)
            if back := self.random.random() < 0.7:
                transaction.set_rollback(True)
        if back:
            self.browser.cookies = cookies
        elif self.sign_in:  # it may have signed them out
            self.sign_in(self.browser)

    def _send(self, form: Form, *, sensibly: bool) -> None:
        pairs = filled(form, self.random) if sensibly else spoilt(form, self.random, self.known)
        if form.method == "get":
            self.ask("get", f"{urlsplit(form.action).path}?{urlencoded(pairs).decode()}")
            return
        response = self.ask("post", form.action, **body(pairs, form, self.random))
        if response is not None and response.status_code == 302:
            self.ask("get", response["Location"])

    def ask(self, method: str, address: str, **sent: Any) -> Any:
        """The answer; what is wrong with it is an offence."""
        what = f"{method.upper()} {address[:200]} {str(sent)[:1500]}"
        try:
            with transaction.atomic():  # a failure in the database would spoil what follows
                response = getattr(self.browser, method)(address, **sent)
                content = response.getvalue() if response.streaming else response.content
        except Exception:
            self.offences.append(f"{what}\n{traceback.format_exc()[-1800:]}")
            return None
        if response.status_code >= 500:
            self.offences.append(f"{what}\n  was answered {response.status_code}")
        for word in (*self.foreign, SUM_DONE, TAG.encode()):
            if word in content and "html" in response.get("Content-Type", ""):
                place = content.index(word)
                self.offences.append(f"{what}\n  shows {word!r}: …{content[max(0, place - 200) : place + 100]!r}")
        return response


def _kind(address: str) -> str:
    """The name of the view; empty for an address this site does not have."""
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return ""
