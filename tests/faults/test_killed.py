"""``kill -9`` in the middle of writes, again and again: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import time

from tests.faults.site import Site, kill, until
from tests.faults.tasks import VERB
from tests.faults.writing import Writers, whole

ROUNDS = 2  # of each kind
WRITING_SECONDS = 1.0
TASKS = 150
WAITING = (
    "SELECT 1 FROM django_tasks_database_dbtaskresult "
    "WHERE status IN ('READY', 'RUNNING') AND task_path LIKE 'tests.faults.%'"
)


def test_nothing_acknowledged_is_lost_and_no_task_is_lost_or_done_twice(site: Site) -> None:
    before = whole(site)
    tasks = site.leave_tasks(TASKS)
    writers = Writers(site)
    try:
        for _ in range(ROUNDS):
            for whom in ("a web process", "the web server", "the worker", "everything"):
                until_written(writers)
                time.sleep(WRITING_SECONDS)
                _kill(site, whom)
        until_written(writers)  # it goes on without a hand
    finally:
        writers.stop()
    assert writers.strange == []
    there = whole(site) - before
    assert writers.acknowledged <= there <= writers.sent
    until(lambda: not site.rows(WAITING), 90)
    done = [row[0] for row in site.rows(f"SELECT subject FROM records_logentry WHERE verb = '{VERB}'")]
    assert len(tasks) == TASKS
    assert sorted(task for task in done if task in tasks) == sorted(tasks)
    assert site.verified()["faults"] == []


def until_written(writers: Writers) -> None:
    """Until some more pieces are acknowledged."""
    enough = len(writers.acknowledged) + 5
    until(lambda: writers.strange or len(writers.acknowledged) > enough, 60)


def _kill(site: Site, whom: str) -> None:
    if whom == "everything":
        site.kill_everything()
        site.put_clock(int(site.clock.read_text(encoding="ascii")) + 61)  # whoever died has been silent for a minute
        site.start()
        return
    if whom == "the worker":
        kill(site.worker())
        return
    server, answering = site.web()
    for pid in answering if whom == "a web process" else [server]:
        kill(pid)
