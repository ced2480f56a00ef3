"""The worker: runs tasks, sends mail as soon as it is written, and says every few seconds that it is there.

Mail has a thread of its own that looks into the outbox every second, instead of a task for each message: the row in the
outbox is all there is to lose, and a mail server that hangs holds up no statement. ``django_tasks_db`` runs the tasks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner

from touchstone.apps.post.services import Outcome, send_one
from touchstone.apps.upkeep.minute import do_what_is_due
from touchstone.apps.upkeep.services import begin, end, report

logger = logging.getLogger(__name__)

REPORT_SECONDS = 10
LOOK_SECONDS = 1
MINUTE_SECONDS = 60
AWAY_SECONDS = 5  # before asking again a database that did not answer
UNREACHED_SECONDS = 30  # before troubling again a mail server that did not
FAREWELL_SECONDS = 10  # for a mail that is being sent when the worker is told to stop


def work(*, name: str, minute: bool) -> None:
    """Work until told to stop (SIGTERM, Ctrl-C). ``minute``: do what is due every minute as well."""
    stop = threading.Event()
    beats = [(REPORT_SECONDS, lambda: report(name=name)), (LOOK_SECONDS, _send)]
    if minute:
        beats.append((MINUTE_SECONDS, _minute))
    threads = [threading.Thread(target=_again, args=(stop, *beat), daemon=True) for beat in beats]
    try:
        _begin(name)
        for thread in threads:
            thread.start()
        _run_tasks(name)
    finally:
        stop.set()
        for thread in threads:
            if thread.is_alive():
                thread.join(FAREWELL_SECONDS)
        _unless_away(lambda: end(name=name))


def _run_tasks(name: str) -> None:
    """A database that is away, or an SQLite file that is locked for too long, ends the runner; a new one goes on."""
    stopped = False
    while not stopped:
        runner = TaskRunner(
            queue_names=["*"],
            interval=LOOK_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        runner.configure_signals()
        try:
            runner.run()
            stopped = True
        except (DatabaseError, InterfaceError) as error:
            _say_away(error)
            connection.close()
            _begin(name)


def _begin(name: str) -> None:
    """Before the first task: a task under a name nobody knows would be taken for a dead worker's."""
    while not _unless_away(lambda: begin(name=name)):
        threading.Event().wait(AWAY_SECONDS)


def _again(stop: threading.Event, seconds: float, act: Callable[[], float | None]) -> None:
    """Do it, wait (for as long as it says, else ``seconds``), do it again. A thread and a connection of its own."""
    pause: float = 0
    while not stop.wait(pause):
        close_old_connections()
        try:
            asked = act()
            pause = seconds if asked is None else asked
        except (DatabaseError, InterfaceError) as error:
            _say_away(error)
            connection.close()
            pause = AWAY_SECONDS
        except Exception:
            logger.exception("Unforeseen, and tried again")
            pause = AWAY_SECONDS
    connection.close()


def _send() -> float | None:
    outcome = send_one()
    if outcome is None:
        return None
    return UNREACHED_SECONDS if outcome is Outcome.UNREACHED else 0


def _minute() -> None:
    do_what_is_due()


def _unless_away(act: Callable[[], object]) -> bool:
    try:
        act()
    except (DatabaseError, InterfaceError) as error:
        _say_away(error)
        connection.close()
        return False
    return True


def _say_away(error: Exception) -> None:
    logger.error("The database does not answer; it is asked again soon: %s", " ".join(str(error).split()))
