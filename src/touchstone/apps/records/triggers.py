"""The database itself refuses to change or delete records.

Installed after every ``migrate``: SQLite rebuilds a table to alter it and drops its triggers on the way. SQLite's
``INSERT OR REPLACE`` deletes without firing delete triggers unless ``recursive_triggers`` is on, so inserting an
existing key is refused as well. PostgreSQL also needs TRUNCATE refused. What can be erased is deleted row by row, and
is never changed either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

# Table -> the columns whose values are unique in it.
KEPT = {"records_logentry": ("number", "hash"), "records_storeddecision": ("id",), "records_ruling": ("id",)}
ERASABLE = {"records_logpersonal": ("entry_id",), "records_decisionbody": ("decision_id",)}
TABLES = KEPT | ERASABLE
REFUSAL = "records are append-only"


def install(*, using: str = "default", **_: Any) -> None:
    """(Re)install the triggers. Also a receiver of Django's own post_migrate hook."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
        for table, keys in TABLES.items():
            if table in present:
                for statement in _statements(connection.vendor, table, keys):
                    cursor.execute(statement)


def remove(*, using: str = "default") -> None:
    """Only for test databases that must be emptied between tests."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in TABLES:
            for event in ("update", "delete", "truncate", "replace"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _statements(vendor: str, table: str, keys: Sequence[str]) -> list[str]:
    events = ("update",) if table in ERASABLE else ("update", "delete")
    if vendor == "postgresql":
        row = [
            f"CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION records_refuse()"
            for event in events
        ]
        return [
            *row,
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
        ]
    taken = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        *(f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table} {refuse}" for event in events),
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refuse}",
    ]
