"""The health page: for a probe that knows nothing, when all is well and when nothing is."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from tests.apps.portfolio.clamd_server import daemon
from tests.apps.post.test_sending import written
from touchstone.apps.post.models import Message
from touchstone.apps.upkeep import health, services
from touchstone.apps.upkeep.health import Finding, look
from touchstone.apps.upkeep.minute import do_what_is_due
from touchstone.apps.upkeep.models import Job, Worker


@pytest.fixture(autouse=True)
def nothing_known(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test asks anew, with a folder for files of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(health, "_latest", None)
    monkeypatch.setattr(health, "_storage", None)


def well() -> None:
    services.begin(name="one")
    do_what_is_due()


def found() -> dict[str, Finding]:
    return {finding.name: finding for finding in look()}


@pytest.mark.django_db
class TestFound:
    def test_all_is_well(self) -> None:
        well()
        assert [name for name, finding in found().items() if not finding.well] == []
        assert list(found()) == ["database", "migrations", "workers", "mail", "minute", "files", "scanner"]

    def test_no_worker(self) -> None:
        well()
        Worker.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=2))
        assert not found()["workers"].well

    def test_nobody_does_what_is_due(self) -> None:
        services.begin(name="one")
        assert not found()["minute"].well
        do_what_is_due()
        assert found()["minute"].well
        Job.objects.update(ran_at=timezone.now() - dt.timedelta(minutes=6))
        assert not found()["minute"].well

    def test_a_failing_job_is_named_and_its_error_is_not(self) -> None:
        well()
        Job.objects.filter(name="clear old mail").update(trouble="OSError: secret")
        assert found()["minute"] == Finding("minute", False, "failing: clear old mail")

    def test_mail_the_mail_server_does_not_even_answer_about(self) -> None:
        well()
        message = written()
        assert found()["mail"].well
        Message.objects.filter(pk=message.pk).update(made_at=timezone.now() - dt.timedelta(minutes=11))
        assert not found()["mail"].well

    def test_mail_its_recipients_server_puts_off_is_no_fault_of_ours(self) -> None:
        well()
        message = written()
        Message.objects.filter(pk=message.pk).update(
            made_at=timezone.now() - dt.timedelta(hours=2), server_answered=True, tries=4
        )
        assert found()["mail"].well

    def test_migrations_still_to_be_applied(self) -> None:
        MigrationRecorder(connection).record_unapplied("upkeep", "0001_initial")
        assert found()["migrations"] == Finding("migrations", False, "1 still to be applied: run `touchstone prepare`")

    def test_tables_of_another_version_are_not_asked(self, caplog: pytest.LogCaptureFixture) -> None:
        well()
        MigrationRecorder(connection).record_unapplied("upkeep", "0001_initial")
        told = found()
        assert {told[name].says for name in ("workers", "mail", "minute")} == {
            "cannot be asked while the database is of another version"
        }
        assert told["files"].well
        assert caplog.records == []

    def test_a_database_of_a_newer_version(self) -> None:
        MigrationRecorder(connection).record_applied("upkeep", "9999_from_the_future")
        assert found()["migrations"] == Finding(
            "migrations", False, "the database was made by a newer version than this"
        )

    def test_storage_that_cannot_be_written(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "plain").write_text("no folder")
        settings.MEDIA_ROOT = tmp_path / "plain"
        assert found()["files"] == Finding("files", False, "storage cannot be written")

    def test_a_class_of_storage_that_is_not_there(self, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "not.there.Storage"}}
        assert found()["files"] == Finding("files", False, "the class of the storage cannot be loaded")
        assert [record.exc_info for record in caplog.records] == [None]

    @pytest.mark.parametrize(("manner", "well"), [("speaks", True), ("nonsense", False), ("hangs", False)])
    def test_a_virus_scanner_is_asked_whether_it_is_there(
        self, settings: Any, tmp_path: Path, manner: str, well: bool
    ) -> None:
        with daemon(tmp_path, manner=manner) as (address, _):
            settings.CLAMAV = address
            assert found()["scanner"].well == well
        assert not found()["scanner"].well

    def test_storage_is_written_once_a_minute_and_left_clean(self, settings: Any, tmp_path: Path) -> None:
        assert found()["files"].well
        assert default_storage.listdir("health") == ([], [])
        (tmp_path / "plain").write_text("no folder")
        settings.MEDIA_ROOT = tmp_path / "plain"
        assert found()["files"].well  # what was found a moment ago


class TestPage:
    def test_it_says_200_when_all_is_well(self, transactional_db: None) -> None:
        well()
        answer = Client().get("/health/")
        assert answer.status_code == 200
        assert answer.json()["well"] is True
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies

    def test_it_says_503_and_what_is_wrong(self, transactional_db: None) -> None:
        do_what_is_due()
        answer = Client().get("/health/")
        assert answer.status_code == 503
        body = answer.json()
        assert body["well"] is False
        assert [name for name, part in body.items() if name != "well" and not part["well"]] == ["workers"]

    def test_a_probe_from_inside_is_answered_whatever_host_it_names(
        self, transactional_db: None, settings: Any
    ) -> None:
        settings.SECURE_SSL_REDIRECT = True
        well()
        assert Client().get("/health/", headers={"Host": "10.0.0.7:8000"}).status_code == 200

    def test_asked_again_at_once_it_does_not_look_again(self, transactional_db: None) -> None:
        well()
        assert Client().get("/health/").status_code == 200
        Worker.objects.all().delete()
        assert Client().get("/health/").status_code == 200

    def test_nothing_can_be_sent_there(self) -> None:
        assert Client().post("/health/").status_code == 405


def test_a_check_that_hangs_is_said_to_give_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits longer for it, and whoever asks next does not wait at all."""
    over = threading.Event()

    def hang() -> Finding:
        over.wait(60)
        return Finding("hangs", True, "at last")

    monkeypatch.setattr(health, "CHECKS", {"quick": lambda: Finding("quick", True, "fine"), "hangs": hang})
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.2)
    expected = [Finding("quick", True, "fine"), Finding("hangs", False, "gave no answer in time")]
    try:
        assert health.health() == expected
        assert health.health() == expected
    finally:
        over.set()
