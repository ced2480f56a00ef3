"""Reads of the log. Who may read which entries is the business of whoever shows them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import QuerySet

from touchstone.apps.records.models import ChainHead, LogEntry


class Head(NamedTuple):
    """A place in the log: an entry's number, and the hash that stands for everything up to it."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def entries_of(apprenticeship: uuid.UUID, verbs: Collection[str], before: int | None = None) -> QuerySet[LogEntry]:
    """What the log tells of an apprenticeship, of these verbs only, newest first; only entries ``before`` a number."""
    entries = (
        LogEntry.objects.filter(apprenticeship=apprenticeship, verb__in=verbs)
        .select_related("personal")
        .order_by("-number")
    )
    return entries if before is None else entries.filter(number__lt=before)


def last_entry_on(subject: uuid.UUID, *verbs: str) -> LogEntry | None:
    """The newest entry of those verbs about one thing: who did it last, and when."""
    return LogEntry.objects.filter(subject=str(subject), verb__in=verbs).order_by("-number").first()


def head() -> Head | None:
    """The newest entry's number and hash; None while the log is empty."""
    row = ChainHead.objects.filter(id=1).values_list("number", "hash").first()
    return Head(*row) if row else None


def did_since(subject: uuid.UUID, verb: str, actor: uuid.UUID | None, since: dt.datetime) -> bool:
    """Whether this person has done so to this thing since then."""
    return LogEntry.objects.filter(subject=str(subject), verb=verb, actor=actor, at__gte=since).exists()
