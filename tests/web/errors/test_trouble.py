"""A database or disk that does not answer is told from a fault of ours, by what the drivers really raise."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from touchstone.config.settings.databases import database
from touchstone.web.errors import unavailable, views
from touchstone.web.errors.trouble import Trouble, trouble_of

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="raised by SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="raised by PostgreSQL")


def raised(*statements: str) -> DatabaseError:
    """What Django raises for the last of ``statements``."""
    with pytest.raises(DatabaseError) as caught:
        _execute(*statements)
    return caught.value


def _execute(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def pragma(name: str, value: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        before = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        cursor.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA {name} = {before}")


@on_sqlite
def test_a_file_somebody_else_holds_is_away(transactional_db: None) -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pragma("busy_timeout", 1):
            assert trouble_of(raised("DELETE FROM django_session")) is Trouble.AWAY
    finally:
        other.close()


@on_sqlite
def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    error = OperationalError("unable to open database file")
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect(tmp_path / "no" / "such" / "folder")
    error.__cause__ = caught.value  # as Django raises it
    assert trouble_of(error) is Trouble.AWAY


@on_sqlite
@pytest.mark.parametrize(("name", "value"), [("max_page_count", 1), ("query_only", 1)])
def test_a_file_that_takes_no_more_is_full(transactional_db: None, name: str, value: int) -> None:
    with pragma(name, value):
        assert trouble_of(raised("CREATE TABLE a (b)", f"INSERT INTO a VALUES (zeroblob({1 << 20}))")) is Trouble.FULL


@on_postgresql
@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("57P01", Trouble.AWAY),  # shutting down
        ("53300", Trouble.AWAY),  # too many connections
        ("40P01", Trouble.AWAY),  # deadlock
        ("53100", Trouble.FULL),  # disk full
        ("25006", Trouble.FULL),  # read-only
        ("22012", None),  # division by zero
    ],
)
def test_what_postgresql_says(db: None, code: str, trouble: Trouble | None) -> None:
    assert trouble_of(raised(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")) is trouble


@on_postgresql
def test_a_connection_that_was_ended_is_away(transactional_db: None) -> None:
    assert trouble_of(raised("SELECT pg_terminate_backend(pg_backend_pid())")) is Trouble.AWAY
    connection.close()


def test_a_table_that_is_missing_is_a_fault_of_ours(db: None) -> None:
    assert trouble_of(raised("SELECT * FROM no_such_table")) is None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (InterfaceError("connection already closed"), Trouble.AWAY),
        (OperationalError("connection refused"), Trouble.AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), Trouble.FULL),
        (OSError(errno.EROFS, "Read-only file system"), Trouble.FULL),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ValueError("x"), None),
        (None, None),
    ],
)
def test_everything_else(error: Exception | None, trouble: Trouble | None) -> None:
    assert trouble_of(error) is trouble


def answered(request_method: str = "GET", **posted: str) -> HttpResponse:
    request = RequestFactory().generic(request_method, "/")
    if posted:
        request = RequestFactory().post("/", posted)
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        return views.server_error(request)


def test_the_page_stands_alone_and_asks_to_come_back() -> None:
    answer = answered()
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert html.count("<h1") == 1
    assert "cannot reach its records just now" in html
    assert "What you sent" not in html


def test_what_was_typed_is_given_back_escaped_and_no_password() -> None:
    html = answered(story="A long story <b>\n  with lines", password="secret123").content.decode()
    assert "What you sent may not have been saved." in html
    assert "A long story &lt;b&gt;" in html
    assert "secret123" not in html


def test_what_was_sent_and_cannot_be_read_stops_no_page() -> None:
    request = RequestFactory().post("/", data="x", content_type="multipart/form-data")
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        assert views.server_error(request).status_code == 503


def test_a_session_that_could_not_be_written_is_no_bad_request() -> None:
    error = BadRequest("session deleted")
    error.__context__ = OperationalError("database is locked")  # as Django raises it
    assert views.bad_request(RequestFactory().get("/"), error).status_code == 503


def test_the_page_needs_no_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> HttpResponse:
        raise OSError("templates are gone")

    monkeypatch.setattr(unavailable, "get_template", broken)
    assert answered().status_code == 503


def test_a_postgresql_that_does_not_answer_is_given_up() -> None:
    entry = database("postgresql://u@127.0.0.1/d?connect_timeout=9")
    assert entry["OPTIONS"]["connect_timeout"] == "9"
    assert database("postgresql://u@127.0.0.1/d")["OPTIONS"]["connect_timeout"] < 10
    assert entry["CONN_HEALTH_CHECKS"]
