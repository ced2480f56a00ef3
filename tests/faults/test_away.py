"""The database is away for ten seconds: a clear page, what was typed given back, and it all goes on without a hand."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.browser import LONGEST, Answer, Browser
from tests.faults.site import Site, until
from tests.faults.tasks import VERB
from tests.faults.wire import Wire
from tests.faults.writing import Writers, add, alice, whole

AWAY_SECONDS = 10
DONE = f"SELECT subject FROM records_logentry WHERE verb = '{VERB}'"
CLEAR = "cannot reach its records just now"


@contextmanager
def away(site: Site, wire: Wire | None) -> Iterator[None]:
    """The server cut off, or the file held by another program that lets nobody read or write it."""
    if wire:
        wire.cut()
        try:
            yield
        finally:
            wire.join()
        return
    file = sqlite3.connect(site.data / "touchstone.sqlite3", isolation_level=None, timeout=30)
    try:
        file.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        file.close()


def at_once(*asked: object) -> list[tuple[Answer, float]]:
    """The answers, each with the seconds it took, to requests sent at the same time."""
    found: dict[int, tuple[Answer, float]] = {}

    def run(number: int, ask: object) -> None:
        began = time.monotonic()
        answer = ask()  # type: ignore[operator]
        found[number] = (answer, time.monotonic() - began)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(asked)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST * 2)
    return [found[number] for number in range(len(asked))]


def test_every_form_is_answered_with_its_text_and_taken_afterwards(site: Site, wire: Wire | None) -> None:
    browser, home = alice(site)
    pieces = [uuid.uuid4() for _ in range(6)]
    with away(site, wire):
        answers = at_once(*(lambda id=id: add(browser, home, id, text=f"A long story of {id} <b>") for id in pieces))
    for id, (answer, seconds) in zip(pieces, answers, strict=True):
        assert answer.status == 503, answer.text
        assert CLEAR in answer.text
        assert f"A long story of {id} &lt;b&gt;" in answer.text
        assert seconds < LONGEST
    for id in pieces:  # the browser reloads
        assert add(browser, home, id).status == 302
    assert set(pieces) <= whole(site)


def test_pages_say_so_or_are_shown_and_nothing_hangs(site: Site, wire: Wire | None) -> None:
    """PostgreSQL cut off answers nothing. An SQLite file that is held for writing can still be read."""
    browser, home = alice(site)
    paths = ["/", home, f"{home}evidence/", f"{home}timeline/", "/demo/", "/plans/", "/no/such/page/"]
    with away(site, wire):
        answers = at_once(*(lambda path=path: browser.get(path) for path in paths))
        health = browser.get("/health/")
    for path, (answer, seconds) in zip(paths, answers, strict=True):
        assert seconds < LONGEST, path
        assert answer.status == 503 or (wire is None and answer.status in (200, 302, 404)), (path, answer.status)
        assert (CLEAR in answer.text) == (answer.status == 503), path
    assert health.status in (200, 503)  # what it found a few seconds ago is still an answer
    for path, expected in zip(paths, [200, 200, 200, 200, 200, 200, 404], strict=True):
        assert browser.get(path).status == expected, path


def test_somebody_without_a_session_and_a_static_file_are_answered(site: Site, wire: Wire | None) -> None:
    with away(site, wire):
        assert Browser(site).get("/static/touchstone.css").status == 200
        assert Browser(site).get("/account/login/").status in (200, 503)


def test_ten_seconds_in_the_middle_of_writes_lose_nothing(site: Site, wire: Wire | None) -> None:
    tasks = site.leave_tasks(40)
    writers = Writers(site)
    try:
        _until_written(writers)
        with away(site, wire):
            time.sleep(AWAY_SECONDS)
        _until_written(writers)
    finally:
        writers.stop()
    assert writers.strange == []
    assert writers.acknowledged <= whole(site)
    until(lambda: tasks <= {row[0] for row in site.rows(DONE)}, 90)
    assert site.verified()["faults"] == []


def _until_written(writers: Writers) -> None:
    enough = len(writers.acknowledged) + 5
    until(lambda: writers.strange or len(writers.acknowledged) > enough, 60)
