"""Rows as lines of JSON that read the same on every database, and back."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from graphlib import TopologicalSorter
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models
from django.utils.duration import duration_string

# App or table -> why it is not saved.
LEFT_OUT = {
    "sessions": "everybody signs in again",
    "people.signin": "who is signed in where: it ends with the sessions, and its keys would open them meanwhile",
    "portfolio.upload": "files that arrive in pieces: their pieces are not saved, and whoever sends one begins again",
    "contenttypes": "made by every migration",
    "auth": "Django's own groups and permissions, which are not used here",
    "portfolio.portfolioimport": "the ZIP is sent again: what was imported from it is found by its files",
    "portfolio.portfolioimportrow": "goes with the import",
}
AT_ONCE = 2000  # rows held in memory


@dataclass(frozen=True)
class Table:
    """One table. ``columns`` are the names of its fields' attributes, in the order the rows have them."""

    name: str  # "people.user"
    model: type[models.Model]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.attname for field in self.model._meta.local_concrete_fields)

    def lines(self) -> Iterator[bytes]:
        """Every row as a line, by primary key, streamed."""
        rows = self.model._base_manager.order_by("pk").values_list(*self.columns)
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield _line(row)

    def is_empty(self) -> bool:
        return not self.model._base_manager.exists()

    def insert(self, lines: Iterable[bytes]) -> None:
        """Write rows as they are: nothing is computed, nobody is told. Raises ValueError for a line that is no row."""
        convert = [_to_database(field) for field in self.model._meta.local_concrete_fields]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self.model._meta.local_concrete_fields)
        places = ", ".join(["%s"] * len(convert))
        statement = f"INSERT INTO {quote(self.model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 (names of models)
        rest = iter(lines)
        with connection.cursor() as cursor:
            while portion := [self._row(line, convert) for line in islice(rest, AT_ONCE)]:
                cursor.executemany(statement, portion)

    def _row(self, line: bytes, convert: Sequence[Callable[[Any], Any]]) -> list[Any]:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(convert):
            raise ValueError(f"a row of {self.name} does not have {len(convert)} values")
        return [one(value) for one, value in zip(convert, values, strict=True)]


@dataclass
class Content:
    """What a table says, whatever the order of its rows: databases sort text differently."""

    rows: int = 0
    total: int = 0

    def over(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines again, each counted in on its way."""
        for line in lines:
            self.rows += 1
            self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % 2**256
            yield line


def tables_of(apps: Apps) -> list[Table]:
    """Every table that is saved, each after those it refers to."""
    kept = {
        model._meta.label_lower: Table(model._meta.label_lower, model)
        for model in apps.get_models(include_auto_created=True)
        if not {model._meta.app_label, model._meta.label_lower} & LEFT_OUT.keys()
        and not model._meta.proxy
        and model._meta.managed
    }
    after = {name: _referred_to(table) & (kept.keys() - {name}) for name, table in sorted(kept.items())}
    return [kept[name] for name in TopologicalSorter(after).static_order()]


def reset_sequences(tables: Sequence[Table]) -> None:
    """Let new rows be numbered after those that were written with their numbers."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)


def _referred_to(table: Table) -> set[str]:
    related = {field.related_model for field in table.model._meta.local_concrete_fields if field.is_relation}
    return {model._meta.label_lower for model in related if isinstance(model, type)}


def _line(row: Sequence[Any]) -> bytes:
    # Keys sorted: a database may keep them in another order than they were written in.
    return json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, dt.timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"a {type(value).__name__} cannot be saved")


def _to_database(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        return field.get_db_prep_save(field.to_python(value), connection)

    return convert
