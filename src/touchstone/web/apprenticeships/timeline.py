"""What happened in an apprenticeship, in words, as far as the reader's role may know it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import timeline as lines
from touchstone.apps.people.queries import names_of
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.queries import entries_of
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import formats

ROWS = 50
LONGEST = 18  # digits of an entry's number


@page("apprenticeship.timeline", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """What was done; with ``?show=reading`` who opened what."""
    reading = request.GET.get("show") == "reading"
    seen = {verb: line for verb, line in lines().items() if line.seen_by & request.held and _is_read(verb) == reading}
    found = list(entries_of(one.pk, seen, _number(request.GET.get("before", "")))[: ROWS + 1])
    services.open_timeline(who=request.actor, apprenticeship=one, reading=reading)
    entries = found[:ROWS]
    names = names_of(_people(entries))
    return render(
        request,
        "apprenticeships/timeline.html",
        {
            "header": header_of(request.held, one, "timeline"),
            "older": entries[-1].number if len(found) > ROWS else None,
            "reading": reading,
            "items": [
                {
                    "title": seen[entry.verb].says.format_map(_InWords(entry.details, names)),
                    "when": formats.datetime_local(entry.at),
                    "by": _by(entry, names),
                    "text": _text(entry),
                }
                for entry in entries
            ],
        },
    )


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
