"""``kill -9`` of a worker in the middle of what it does: no mail and no task is lost, none is done by two at a time."""

from __future__ import annotations

import datetime as dt
import signal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.apps.post.conftest import server  # noqa: F401 (a fixture)
from tests.apps.post.test_sending import written
from tests.apps.upkeep.slow_tasks import note_and_wait
from tests.mail_server import MailServer
from tests.processes import run, running, until
from touchstone.apps.post.models import Message
from touchstone.apps.upkeep.models import Job, Worker


def mail_to(server: MailServer) -> dict[str, Any]:  # noqa: F811
    return {"TOUCHSTONE_MAIL_HOST": "127.0.0.1", "TOUCHSTONE_MAIL_PORT": str(server.port)}


def long_ago(**fields: Any) -> dict[str, dt.datetime]:
    return {name: timezone.now() - dt.timedelta(minutes=value) for name, value in fields.items()}


def statuses() -> list[str]:
    return list(DBTaskResult.objects.values_list("status", flat=True))


def test_mail_whose_sender_was_killed_goes_again_with_the_same_id(
    server: MailServer,  # noqa: F811
    transactional_db: None,
) -> None:
    """The mail server had taken it and could not say so: better twice, and known for one, than never."""
    server.says["CONTENT"] = "hang"
    message = written()
    with running("work", **mail_to(server)) as worker:
        assert server.event("CONTENT").wait(30)
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
    message.refresh_from_db()
    assert (message.state, message.text) == (Message.State.SENDING, "A link")
    server.says.clear()
    Message.objects.update(**long_ago(next_try_at=1))
    assert run("minute", **mail_to(server)).returncode == 0
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    first, second = server.taken
    assert (first.answered, second.answered) == (False, True)
    assert first.mail["Message-ID"] == second.mail["Message-ID"]


def test_mail_leaves_soon_after_it_is_written(server: MailServer, transactional_db: None) -> None:  # noqa: F811
    with running("work", **mail_to(server)):
        until(lambda: Worker.objects.exists())
        message = written()
        until(lambda: Message.objects.get(pk=message.pk).state == Message.State.SENT)


def test_a_worker_of_the_same_name_takes_up_at_once_what_the_dead_one_was_at(
    tmp_path: Path, transactional_db: None
) -> None:
    note_and_wait.enqueue(str(tmp_path), "notes")
    with running("work", "--name", "one") as worker:
        until((tmp_path / "notes").exists)
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
    assert statuses() == ["RUNNING"]
    (tmp_path / "go").touch()
    with running("work", "--name", "one"):
        until(lambda: statuses() == ["SUCCESSFUL"])
    assert (tmp_path / "notes").read_text().split() == ["began", "began", "ended"]
    assert DBTaskResult.objects.get().worker_ids == ["one", "one"]


def test_any_worker_takes_it_up_once_the_dead_one_is_silent(tmp_path: Path, transactional_db: None) -> None:
    note_and_wait.enqueue(str(tmp_path), "notes")
    with running("work", "--name", "one") as worker:
        until((tmp_path / "notes").exists)
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
    run("minute")
    assert statuses() == ["RUNNING"]  # not silent for long enough
    Worker.objects.update(**long_ago(seen_at=2))
    Job.objects.update(**long_ago(due_at=2))
    run("minute")
    assert statuses() == ["READY"]
    assert not Worker.objects.exists()
    (tmp_path / "go").touch()
    with running("work", "--name", "two"):
        until(lambda: statuses() == ["SUCCESSFUL"])


def test_a_task_that_has_brought_down_three_workers_is_given_up_with_the_reason(
    tmp_path: Path, transactional_db: None
) -> None:
    note_and_wait.enqueue(str(tmp_path), "notes")
    for tries in range(1, 4):
        with running("work", "--name", "one") as worker:
            until(lambda: (tmp_path / "notes").exists() and (tmp_path / "notes").read_text() == "began\n" * tries)  # noqa: B023
            worker.send_signal(signal.SIGKILL)
            worker.wait(30)
    with running("work", "--name", "one"):
        until(lambda: statuses() == ["FAILED"])
    row = DBTaskResult.objects.get()
    assert row.traceback == "Given up: 3 workers ended while they were at it."
    assert row.finished_at is not None


def test_told_to_stop_it_ends_what_it_is_at_and_leaves_nothing_behind(tmp_path: Path, transactional_db: None) -> None:
    note_and_wait.enqueue(str(tmp_path), "notes")
    with running("work") as worker:
        until((tmp_path / "notes").exists)
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert worker.wait(30) == 0
    assert statuses() == ["SUCCESSFUL"]
    assert not Worker.objects.exists()
