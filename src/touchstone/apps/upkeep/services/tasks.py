"""Tasks whose worker is gone, and results nobody asks for any more.

The worker of ``django_tasks_db`` leaves a task RUNNING for ever when it is killed, and retries nothing. Here such a
task goes back to READY: it may run twice, so every task does its work once however often it runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from touchstone.apps.upkeep.queries import alive, silent

Row = DBTaskResult[..., object]
MOST_TRIES = 3
RESULTS_KEPT = dt.timedelta(days=7)
# A task that failed with one of these was broken off, by a second Ctrl-C or a database that was away; it did not fail.
BROKEN_OFF = [
    "builtins.KeyboardInterrupt",
    "builtins.SystemExit",
    "django.db.utils.InterfaceError",
    "django.db.utils.OperationalError",
]


@transaction.atomic
def sweep() -> int:
    """Take up again what dead workers were at, and what was broken off; forget those workers. How many tasks."""
    rows = running()
    living = set(alive().values_list("name", flat=True))  # asked second: a worker is known before it takes a task
    back = hand_back([row for row in rows if row.worker_ids[-1] not in living])
    silent().delete()
    broken = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, exception_class_path__in=BROKEN_OFF)
    for row in broken.select_for_update(skip_locked=True, no_key=True):
        if len(row.worker_ids) < MOST_TRIES:
            _ready(row)
            back += 1
    return back


def running() -> list[Row]:
    """The tasks somebody is at, or was when they died; locked, in the caller's transaction."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return list(rows.select_for_update(skip_locked=True, no_key=True))


def hand_back(rows: Iterable[Row]) -> int:
    """Put the tasks of dead workers back, in the caller's transaction. How many.

    One that has brought down its worker three times is given up: a task that kills whoever touches it would never end.
    """
    back = 0
    for row in rows:
        if len(row.worker_ids) < MOST_TRIES:
            _ready(row)
            back += 1
        else:
            row.status, row.finished_at = TaskResultStatus.FAILED, timezone.now()
            row.exception_class_path = "touchstone.WorkerDied"
            row.traceback = f"Given up: {len(row.worker_ids)} workers ended while they were at it."
            row.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
    return back


def clear_finished_tasks() -> int:
    """Delete results a week after their end, so that the table does not grow for ever. How many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - RESULTS_KEPT).delete()[0]


def _ready(row: Row) -> None:
    row.status, row.finished_at, row.exception_class_path, row.traceback = TaskResultStatus.READY, None, "", ""
    row.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
