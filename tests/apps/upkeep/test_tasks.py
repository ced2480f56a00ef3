"""Tasks of workers that are gone, and tasks that were broken off."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from touchstone.apps.upkeep import services
from touchstone.apps.upkeep.models import Worker
from touchstone.apps.upkeep.queries import alive

pytestmark = pytest.mark.django_db


def running(*workers: str, status: str = "RUNNING", error: str = "") -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status=status,
        exception_class_path=error,
        worker_ids=list(workers),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="touchstone.apps.results.tasks.render_statement",
        backend_name="default",
        run_after=timezone.now(),
    )


def seen(name: str, seconds_ago: int) -> None:
    when = timezone.now() - dt.timedelta(seconds=seconds_ago)
    Worker.objects.create(name=name, started_at=when, seen_at=when)


def status_of(row: DBTaskResult[..., object]) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_a_silent_workers_task_goes_back_and_a_living_ones_does_not() -> None:
    seen("silent", 61)
    seen("living", 50)
    lost, kept, unknown = running("silent"), running("living"), running("nobody")
    assert services.sweep() == 2
    assert [status_of(row) for row in (lost, kept, unknown)] == ["READY", "RUNNING", "READY"]
    assert list(Worker.objects.values_list("name", flat=True)) == ["living"]


def test_a_worker_seen_in_the_future_was_seen_before_the_clock_was_set_back() -> None:
    seen("dead", -3600)
    assert not alive().exists()
    lost = running("dead")
    services.sweep()
    assert status_of(lost) == "READY"


def test_a_worker_that_was_taken_for_dead_is_known_again_once_it_reports() -> None:
    services.report(name="one")
    assert [worker.name for worker in alive()] == ["one"]
    services.report(name="one")
    assert alive().count() == 1


@pytest.mark.parametrize(
    "error",
    ["builtins.SystemExit", "builtins.KeyboardInterrupt", "django.db.utils.OperationalError"],
)
def test_what_was_broken_off_is_taken_up_again_and_not_for_ever(error: str) -> None:
    once, thrice = running("a", status="FAILED", error=error), running("a", "b", "c", status="FAILED", error=error)
    services.sweep()
    assert (status_of(once), status_of(thrice)) == ("READY", "FAILED")


def test_what_failed_by_itself_stays_failed() -> None:
    failed = running("a", status="FAILED", error="builtins.ValueError")
    services.sweep()
    assert status_of(failed) == "FAILED"


def test_a_worker_that_goes_leaves_nothing_running() -> None:
    services.begin(name="one")
    mine, other = running("one"), running("two")
    seen("two", 1)
    assert services.end(name="one") == 1
    assert (status_of(mine), status_of(other)) == ("READY", "RUNNING")
