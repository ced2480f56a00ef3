"""What the log tells of an apprenticeship, in words, as far as a reader's role may know it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import timeline as lines
from touchstone.apps.people.queries import names_of
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.queries import entries_of
from touchstone.web.ui import formats

ROWS = 50
LONGEST = 18  # digits of an entry's number


@dataclass(frozen=True, slots=True)
class Told:
    """``items`` for ``uiTimeline``, newest first; ``older``: the number to go on before, None at the end."""

    items: list[dict[str, str]]
    older: int | None


def told(apprenticeship: Apprenticeship, held: Collection[Role], *, reading: bool, before: str) -> Told:
    """A page of what was done or, ``reading``, of who opened what, for somebody holding ``held`` on it.

    ``before``: an entry's number as it stood in the address; what is none shows the newest.
    """
    roles = frozenset(held)
    seen = {verb: line for verb, line in lines().items() if line.seen_by & roles and _is_read(verb) == reading}
    found = list(entries_of(apprenticeship.pk, seen, _number(before))[: ROWS + 1])
    entries = found[:ROWS]
    names = names_of(_people(entries))
    items = [
        {
            "title": seen[entry.verb].says.format_map(_InWords(entry.details, names)),
            "when": formats.datetime_local(entry.at),
            "by": _by(entry, names),
            "text": _text(entry),
        }
        for entry in entries
    ]
    return Told(items, entries[-1].number if len(found) > ROWS else None)


class _InWords(dict[str, str]):
    """An entry's details as people read them: names for ids, words for roles and days; what is absent is left blank."""

    def __init__(self, details: Mapping[str, Any], names: Mapping[uuid.UUID, str]) -> None:
        super().__init__({key: _said(key, value, names) for key, value in details.items()})

    def __missing__(self, key: str) -> str:
        return "…"


def _said(key: str, value: Any, names: Mapping[uuid.UUID, str]) -> str:
    text = str(value)
    if key == "role" and text in Role.values:
        return Role(text).label.lower()
    if (pk := _uuid(text)) and pk in names:
        return names[pk]
    try:
        return formats.date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _by(entry: LogEntry, names: Mapping[uuid.UUID, str]) -> str:
    if entry.actor is None:
        return "Touchstone itself"
    role = Role(entry.role).label.lower() if entry.role in Role.values else entry.role
    return f"{names.get(entry.actor, 'Somebody whose account is gone')} ({role})"


def _text(entry: LogEntry) -> str:
    """What it was about and why, where the entry has it and it has not been erased."""
    body = entry.personal.body if hasattr(entry, "personal") else {}
    return " – ".join(str(body[key]) for key in ("title", "name", "reason") if body.get(key))


def _people(entries: Iterable[LogEntry]) -> set[uuid.UUID]:
    """Whose names the entries need: who acted, and every id in the details."""
    found = {entry.actor for entry in entries}
    found |= {_uuid(str(value)) for entry in entries for value in entry.details.values()}
    return {pk for pk in found if pk}


def _is_read(verb: str) -> bool:
    return re.search(r"[.-]opened$", verb) is not None


def _number(text: str) -> int | None:
    """The number of an entry; None for what is none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
