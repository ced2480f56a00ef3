"""Appending to the hash-chained log: the last line of every service that changes or reads something sensitive."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from touchstone.apps.records.models import ChainHead, LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused

START = "0" * 64
# What the hash of an entry covers: every column but the hash itself.
COLUMNS = tuple(field.attname for field in LogEntry._meta.concrete_fields if field.attname != "hash")
_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Who(Protocol):
    """Whoever acts: a person in a role, or the system (id None)."""

    @property
    def person_id(self) -> uuid.UUID | None: ...

    @property
    def acting_as(self) -> str: ...


def person_of(who: Who) -> uuid.UUID:
    """The id of the person acting. Raises Refused for the system, which does nothing a person must answer for."""
    if who.person_id is None:
        raise Refused("This is done by a person, signed in.")
    return who.person_id


def log(
    verb: str,
    *,
    who: Who,
    on: models.Model,
    apprenticeship: uuid.UUID | None = None,
    details: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Append one entry in the caller's transaction.

    ``details`` holds ids, codes and digests only; names, reasons and texts go in ``personal``, which can be erased.
    """
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update(no_key=True).get_or_create(
            id=1, defaults={"number": 0, "hash": START}
        )
        salt = secrets.token_hex(16) if personal else ""
        entry = LogEntry(
            number=head.number + 1,
            at=timezone.now(),
            actor=who.person_id,
            role=who.acting_as,
            verb=verb,
            subject_type=on._meta.label_lower,
            subject=str(on.pk),
            apprenticeship=apprenticeship,
            details=dict(details or {}),
            personal_digest=salted(salt, personal) if personal else "",
            previous=head.hash,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        if personal:
            LogPersonal.objects.create(entry=entry, salt=salt, body=dict(personal))
        head.number, head.hash = entry.number, entry.hash
        head.save()
    return entry


def entry_hash(entry: LogEntry) -> str:
    """The hash an entry must carry: over every column and the hash before it."""
    return hash_of({name: getattr(entry, name) for name in COLUMNS})


def hash_of(row: Mapping[str, Any]) -> str:
    """``entry_hash`` of an entry's columns; what else ``row`` holds is not looked at."""
    columns = {name: row[name] for name in COLUMNS}
    columns["at"] = instant(row["at"])
    columns["actor"] = str(row["actor"]) if row["actor"] else None
    columns["apprenticeship"] = str(row["apprenticeship"]) if row["apprenticeship"] else None
    return hashlib.sha256(canonical(columns)).hexdigest()


def instant(at: dt.datetime) -> str:
    """An instant as the record says it, however whoever read it says it."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def salted(salt: str, body: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + canonical(body)).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    return _encoder.encode(value).encode()
