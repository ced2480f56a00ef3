"""The database itself refuses to change or delete records, whoever asks and however."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from tests.cast import Cast
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.records import triggers
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry, Ruling, StoredDecision

HASH = "a" * 64


@pytest.fixture
def rows(cast: Cast) -> list[models.Model]:
    """One row of each kind of record."""
    entry = log("note.kept", who=SYSTEM, on=cast.harbour)
    decided = {"question": "start", "outcome": "refused", "plan": "ST0000-1.0", "engine_version": "1"}
    ruled_on, decision = (
        StoredDecision.objects.create(at=timezone.now(), plan_hash=HASH, digest=HASH, **decided) for _ in range(2)
    )
    ruling = Ruling.objects.create(decision=ruled_on, at=timezone.now(), by=uuid.uuid4(), allowed=True, reason="So.")
    return [entry, decision, ruling]


def test_every_table_of_records_is_guarded(rows: list[models.Model]) -> None:
    assert {row._meta.db_table for row in rows} == set(triggers.TABLES)


CHANGES: dict[str, Callable[[models.Model], object]] = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "bulk update": lambda row: type(row)._default_manager.filter(pk=row.pk).update(**_other(row)),
    "bulk_update": lambda row: type(row)._default_manager.bulk_update([_changed(row)], list(_other(row))),
    "bulk delete": lambda row: type(row)._default_manager.filter(pk=row.pk).delete(),
    "raw delete": lambda row: type(row)._default_manager.filter(pk=row.pk)._raw_delete("default"),
    "plain SQL update": lambda row: _execute(f"UPDATE {row._meta.db_table} SET at = at"),
    "plain SQL delete": lambda row: _execute(f"DELETE FROM {row._meta.db_table}"),
    "insert or replace": lambda row: _replace(row),
    "truncate": lambda row: _truncate(row),
}


@pytest.mark.parametrize("index", [0, 1, 2], ids=["log entry", "decision", "ruling"])
@pytest.mark.parametrize("how", CHANGES)
def test_a_record_is_never_changed_or_deleted(rows: list[models.Model], index: int, how: str) -> None:
    row = rows[index]
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


def test_a_later_migration_that_rebuilds_a_table_leaves_it_guarded(transactional_db: None) -> None:
    """SQLite drops the triggers with the old table; ``migrate`` puts them back at its end."""
    harbour = services.make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Harbour Care")
    old = LogEntry._meta.get_field("verb")
    new = models.CharField(max_length=61)
    new.set_attributes_from_name("verb")
    new.model = LogEntry
    with connection.schema_editor() as editor:
        editor.alter_field(LogEntry, old, new)
    try:
        call_command("migrate", verbosity=0)
        with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
            LogEntry.objects.filter(subject=str(harbour.pk)).update(verb="x")
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(LogEntry, new, old)


def _other(row: models.Model) -> dict[str, object]:
    return {"at": timezone.now()}


def _changed(row: models.Model) -> models.Model:
    row.at = timezone.now()  # type: ignore[attr-defined]
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
        upsert = f"ON CONFLICT ({key}) DO UPDATE SET at = now()"
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
