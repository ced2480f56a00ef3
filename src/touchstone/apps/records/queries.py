"""Reads of the log. Who may read which entries is the business of whoever shows them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from touchstone.apps.records.models import LogEntry


def entries_of(apprenticeship: uuid.UUID, verbs: Collection[str], before: int | None = None) -> QuerySet[LogEntry]:
    """What the log tells of an apprenticeship, of these verbs only, newest first; only entries ``before`` a number."""
    entries = (
        LogEntry.objects.filter(apprenticeship=apprenticeship, verb__in=verbs)
        .select_related("personal")
        .order_by("-number")
    )
    return entries if before is None else entries.filter(number__lt=before)


def last_entry_on(subject: uuid.UUID, verb: str) -> LogEntry | None:
    """The newest entry of that verb about one thing: who did it last, and when."""
    return LogEntry.objects.filter(subject=str(subject), verb=verb).order_by("-number").first()
