"""Writing rows by the million: executemany on SQLite, COPY on PostgreSQL, indexes made afterwards."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from touchstone.apps.records import triggers

BATCH = 20_000  # rows of a table held before they are written
Row = Sequence[Any]


class Table:
    """Rows of one model, in the order of its columns. ``columns`` are their names in Python (``apprentice_id``)."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
        self.columns = [field.attname for field in self.fields]
        self.rows: list[Row] = []
        self.plain = [_plain(field) for field in self.fields]

    def add(self, **values: Any) -> None:
        """A row given by name; what is not named has the model's default."""
        given = (values[f.attname] if f.attname in values else f.get_default() for f in self.fields)
        self.add_row(self._in_database(given))

    def of(self, row: models.Model) -> list[Any]:
        """The values of a row as the database takes them."""
        return list(self._in_database(getattr(row, name) for name in self.columns))

    def add_row(self, row: Iterable[Any]) -> None:
        """A row of values as the database takes them."""
        self.rows.append(tuple(row))
        if len(self.rows) >= BATCH:
            self.write()

    def _in_database(self, given: Iterable[Any]) -> Iterator[Any]:
        return (None if one is None else plain(one) for one, plain in zip(given, self.plain, strict=True))

    def write(self) -> None:
        names = [connection.ops.quote_name(str(field.column)) for field in self.fields]
        table, columns = connection.ops.quote_name(self.model._meta.db_table), ", ".join(names)
        rows, self.rows = self.rows, []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                holes = ", ".join("?" * len(names))
                connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)  # noqa: S608


def _plain(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of this column is handed to the database's own driver."""
    kind = (field.target_field if isinstance(field, models.ForeignKey) else field).get_internal_type()
    if kind == "JSONField":
        return lambda value: json.dumps(value, ensure_ascii=False)
    if connection.vendor == "postgresql":
        return lambda value: value
    ways: dict[str, Callable[[Any], Any]] = {"UUIDField": _hex, "DateTimeField": _instant, "DateField": str}
    return ways.get(kind, lambda value: value)


def _hex(value: uuid.UUID) -> str:
    return value.hex


def _instant(value: dt.datetime) -> str:
    return str(value.astimezone(dt.UTC).replace(tzinfo=None))


@contextmanager
def filling() -> Iterator[None]:
    """Within, the tables take rows as fast as they can: no triggers, no foreign keys checked, no indexes kept."""
    mine = [m._meta.db_table for m in apps.get_models() if m.__module__.startswith("touchstone.")]
    triggers.remove()
    with connection.cursor() as cursor:
        indexes = _indexes(cursor, mine)
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
        else:
            for pragma in ("journal_mode = OFF", "foreign_keys = OFF", "cache_size = -1000000"):
                cursor.execute(f"PRAGMA {pragma}")
        with transaction.atomic():
            yield
        for _, statement in indexes:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE")
    triggers.install()
    connection.close()


def _indexes(cursor: Any, tables: Sequence[str]) -> list[tuple[str, str]]:
    """Name and statement of each index that no constraint needs."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s) "
            "AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [list(tables)],
        )
    else:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql NOT LIKE '%UNIQUE%'")
    return [(row[0], row[1]) for row in cursor.fetchall() if len(row) == 2 or row[2] in tables]
