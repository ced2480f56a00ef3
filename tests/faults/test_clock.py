"""The clock set back by a day and put right again: everything goes on, and the order of the log is its numbers."""

from __future__ import annotations

import uuid

from tests.faults.site import Site, until
from tests.faults.tasks import VERB
from tests.faults.writing import add, alice

DAY = 24 * 60 * 60


def test_sessions_evidence_tasks_and_the_log_go_on(site: Site) -> None:
    browser, home = alice(site)
    assert add(browser, home, uuid.uuid4()).status == 302
    before = int(site.clock.read_text(encoding="ascii"))
    newest = site.rows("SELECT max(number) FROM records_logentry")[0][0]
    for ahead in (before - DAY, before):
        site.put_clock(ahead)
        assert browser.get(home).status == 200  # the session of before
        assert add(browser, home, uuid.uuid4()).status == 302
        another, _ = alice(site)  # and a new one
        assert add(another, home, uuid.uuid4()).status == 302
        tasks = site.leave_tasks(3)
        until(lambda: tasks <= _done(site), 60)  # noqa: B023
    report = site.verified()
    assert report["faults"] == []
    (note,) = report["notes"]
    assert note.startswith("The clock was set back before entry ")
    assert int(note.split("entry ")[1].split(",")[0]) > newest


def _done(site: Site) -> set[str]:
    return {row[0] for row in site.rows(f"SELECT subject FROM records_logentry WHERE verb = '{VERB}'")}
