"""The database itself refuses to change or delete records, whoever asks and however."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from tests.cast import Cast
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.records import triggers
from touchstone.apps.records.log import log
from touchstone.apps.records.models import DecisionBody, LogEntry, LogPersonal, Ruling, StoredDecision
from touchstone.apps.records.verify import verify

HASH = "a" * 64


@pytest.fixture
def rows(cast: Cast) -> list[models.Model]:
    """One row of each kind of record, then of what can be erased."""
    entry = log("note.kept", who=SYSTEM, on=cast.harbour)
    told = log("note.kept", who=SYSTEM, on=cast.harbour, personal={"text": "x"})
    decided = {"question": "start", "outcome": "refused", "plan": "ST0000-1.0", "engine_version": "1"}
    ruled_on, decision = (
        StoredDecision.objects.create(at=timezone.now(), plan_hash=HASH, digest=HASH, **decided) for _ in range(2)
    )
    ruling = Ruling.objects.create(decision=ruled_on, at=timezone.now(), by=uuid.uuid4(), allowed=True, reason="So.")
    body = DecisionBody.objects.create(decision=ruled_on, salt="s", body={})
    return [entry, decision, ruling, LogPersonal.objects.get(entry=told), body]


def test_every_table_of_records_is_guarded(rows: list[models.Model]) -> None:
    assert {row._meta.db_table for row in rows} == set(triggers.TABLES)


CHANGES: dict[str, Callable[[models.Model], object]] = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "bulk update": lambda row: type(row)._default_manager.filter(pk=row.pk).update(**_other(row)),
    "bulk_update": lambda row: type(row)._default_manager.bulk_update([_changed(row)], list(_other(row))),
    "bulk delete": lambda row: type(row)._default_manager.filter(pk=row.pk).delete(),
    "raw delete": lambda row: type(row)._default_manager.filter(pk=row.pk)._raw_delete("default"),
    "plain SQL update": lambda row: _execute(
        "UPDATE {0} SET {1} = {1}".format(row._meta.db_table, next(iter(_other(row))))
    ),
    "plain SQL delete": lambda row: _execute(f"DELETE FROM {row._meta.db_table}"),
    "insert or replace": lambda row: _replace(row),
    "truncate": lambda row: _truncate(row),
}


NAMES = ["log entry", "decision", "ruling", "personal text", "facts of a decision"]
ERASES = {how for how in CHANGES if "delete" in how} | ({"truncate"} if connection.vendor == "sqlite" else set())
REFUSED = [(name, how) for name in NAMES for how in CHANGES if how not in ERASES or name in NAMES[:3]]


@pytest.mark.parametrize(("name", "how"), REFUSED)
def test_a_record_is_never_changed_or_deleted(rows: list[models.Model], name: str, how: str) -> None:
    """What is personal can be erased, which is deleted row by row, and is never changed either."""
    row = rows[NAMES.index(name)]
    before = type(row)._default_manager.filter(pk=row.pk).values().get()
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        CHANGES[how](row)
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_a_record_is_not_replaced_through_another_unique_column(rows: list[models.Model]) -> None:
    columns = [str(f.column) for f in LogEntry._meta.concrete_fields]
    values = ["number + 1000" if column == "number" else column for column in columns]
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        _insert_or_replace("records_logentry", ", ".join(columns), ", ".join(values))


def test_what_is_personal_can_be_erased(rows: list[models.Model]) -> None:
    for row in rows[3:]:
        row.delete()
        assert not type(row)._default_manager.filter(pk=row.pk).exists()


def test_a_migration_that_rebuilds_a_table_leaves_it_guarded(transactional_db: None) -> None:
    """With Django's own migration operation, as a later version would bring it."""
    harbour = services.make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Harbour Care")
    log("note.kept", who=SYSTEM, on=harbour, personal={"text": "x"})
    for operation in (
        migrations.AlterField("logentry", "verb", models.CharField(max_length=61)),
        migrations.AddField("logentry", "extra", models.CharField(max_length=10, default="")),
    ):
        with applied(operation):
            for refused in (
                lambda: LogEntry.objects.filter(subject=str(harbour.pk)).update(verb="x"),
                lambda: _execute("DELETE FROM records_logentry"),
                lambda: LogPersonal.objects.update(salt="x"),
            ):
                with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
                    refused()
    assert verify() == []


def test_flush_empties_nothing(transactional_db: None) -> None:
    """``manage.py flush`` is refused by the log, and leaves everything else as it was too."""
    services.make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Harbour Care")
    before = LogEntry.objects.count()
    with pytest.raises(CommandError, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert (LogEntry.objects.count(), Organisation.objects.count()) == (before, 1)
    assert verify() == []


@contextmanager
def applied(operation: migrations.operations.base.Operation) -> Iterator[None]:
    """A migration with this one operation applied, as ``migrate`` would, and taken back afterwards."""
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("records", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("records", editor, before, after)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            operation.database_backwards("records", editor, after, before)
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def _other(row: models.Model) -> dict[str, object]:
    return {"salt": "another"} if hasattr(row, "salt") else {"at": timezone.now()}


def _column(row: models.Model) -> str:
    return next(iter(_other(row)))


def _changed(row: models.Model) -> models.Model:
    for name, value in _other(row).items():
        setattr(row, name, value)
    return row


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _replace(row: models.Model) -> None:
    """SQLite's own way of deleting without firing delete triggers; PostgreSQL's nearest is an upsert."""
    table = row._meta.db_table
    columns = ", ".join(str(f.column) for f in row._meta.concrete_fields)
    if connection.vendor == "sqlite":
        _insert_or_replace(table, columns, columns)
    else:
        key = triggers.TABLES[table][0]
        upsert = f"ON CONFLICT ({key}) DO UPDATE SET {_column(row)} = EXCLUDED.{_column(row)}"
        _execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} {upsert}")


def _insert_or_replace(table: str, columns: str, values: str) -> None:
    _execute("PRAGMA recursive_triggers = OFF")  # our connections have it on; another program’s may not
    try:
        _execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {values} FROM {table}")
    finally:
        _execute("PRAGMA recursive_triggers = ON")


def _truncate(row: models.Model) -> None:
    """SQLite has no TRUNCATE: there an unconditional DELETE is the fast path that must not slip through."""
    table = row._meta.db_table
    if connection.vendor == "sqlite":
        _execute(f"DELETE FROM {table}")
    else:
        _execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for checks still to come
        _execute(f"TRUNCATE {table} CASCADE")
