"""Copies of an apprenticeship: every row that belongs to it, under new ids and with other names, its log continued."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, models

from bench.bulk import Table
from touchstone.apps.records.log import START, entry_hash, salted
from touchstone.apps.records.models import ChainHead, LogEntry, LogPersonal

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Present = dict[type[models.Model], set[Any]]


def present() -> Present:
    """The primary keys of every row of ours, by model."""
    own = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("touchstone.")]
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in own if model is not ChainHead}


@dataclass(frozen=True, slots=True)
class _Row:
    """``ids`` and ``texts``: where a copy differs, by position, with what stands there in the pattern."""

    table: Table
    values: list[Any]
    ids: list[tuple[int, str]]
    texts: list[tuple[int, str]]


class Chain:
    """The log, going on from where it ends."""

    def __init__(self, entries: Table, personal: Table) -> None:
        self.entries, self.personal = entries, personal
        head = ChainHead.objects.filter(id=1).first()
        self.number, self.hash = (head.number, head.hash) if head else (0, START)

    def append(self, entry: LogEntry, salt: str, body: dict[str, Any] | None) -> None:
        self.number += 1
        entry.number, entry.previous = self.number, self.hash
        entry.personal_digest = salted(salt, body) if body else ""
        entry.hash = self.hash = entry_hash(entry)
        self.entries.add(**vars(entry))
        if body:
            self.personal.add(entry_id=self.number, salt=salt, body=body)

    def close(self) -> None:
        ChainHead.objects.update_or_create(id=1, defaults={"number": self.number, "hash": self.hash})


class Pattern:
    """What came into being since ``before``. ``people``: whom others stand in for in a copy; ``words``: its names."""

    def __init__(
        self,
        tables: Mapping[type[models.Model], Table],
        before: Present,
        people: Sequence[uuid.UUID],
        words: Sequence[str],
    ) -> None:
        self.entries = list(LogEntry.objects.exclude(pk__in=before[LogEntry]).order_by("number"))
        self.bodies = {one.pk: one for one in LogPersonal.objects.filter(entry__in=self.entries)}
        others = [model for model in before if model not in (LogEntry, LogPersonal)]
        rows = [row for model in others for row in model._default_manager.exclude(pk__in=before[model])]
        self.own = [str(row.pk) for row in rows if isinstance(row.pk, uuid.UUID)]
        self.own += [row.key for row in rows if hasattr(row, "key")]
        self.own = sorted(set(self.own))
        self.unique = sorted({text for row in rows for text in _unique(row)} - {*self.own, *words})
        self.known = {*self.own, *map(str, people)}
        self.varies = re.compile("|".join([ID.pattern, *map(re.escape, [*words, *self.unique])]))
        self.rows = [self._row(tables[type(row)], row) for row in rows]

    def copy(self, chain: Chain, random: Random, people: Mapping[str, str], words: Mapping[str, str]) -> None:
        """Write one more. ``people`` and ``words``: who and what stands there instead."""
        new = {one: str(uuid.UUID(int=random.getrandbits(128), version=4)) for one in self.own}
        new.update(people)
        dashed = connection.vendor == "postgresql"
        ids = new if dashed else {old: one.replace("-", "") for old, one in new.items()}
        other = {old: f"{random.getrandbits(4 * len(old)):0{len(old)}x}" for old in self.unique}
        texts = {**new, **other, **words}

        def filled(text: str) -> str:
            return self.varies.sub(lambda found: texts.get(found[0], found[0]), text)

        for row in self.rows:
            values = row.values.copy()
            for at, old in row.ids:
                values[at] = ids[old]
            for at, text in row.texts:
                values[at] = filled(text)
            row.table.add_row(values)
        for entry in self.entries:
            body = self.bodies.get(entry.pk)
            chain.append(
                LogEntry(
                    at=entry.at,
                    actor=uuid.UUID(filled(str(entry.actor))) if entry.actor else None,
                    role=entry.role,
                    verb=entry.verb,
                    subject_type=entry.subject_type,
                    subject=filled(entry.subject),
                    apprenticeship=uuid.UUID(filled(str(entry.apprenticeship))) if entry.apprenticeship else None,
                    details=json.loads(filled(json.dumps(entry.details))),
                ),
                body.salt if body else "",
                json.loads(filled(json.dumps(body.body))) if body else None,
            )

    def _row(self, table: Table, row: models.Model) -> _Row:
        values, ids, texts = [], [], []
        for at, (field, value) in enumerate(zip(table.fields, table.of(row), strict=True)):
            given = getattr(row, field.attname)
            if isinstance(given, uuid.UUID) and str(given) in self.known:
                ids.append((at, str(given)))
            elif isinstance(value, str) and not isinstance(given, uuid.UUID) and self.varies.search(value):
                texts.append((at, value))
            values.append(value)
        return _Row(table, values, ids, texts)


def _unique(row: models.Model) -> list[str]:
    """The texts of which there can be only one, such as the hash of a link."""
    values = (getattr(row, field.attname) for field in row._meta.local_concrete_fields if field.unique)
    return [value for value in values if isinstance(value, str) and not ID.fullmatch(value)]
