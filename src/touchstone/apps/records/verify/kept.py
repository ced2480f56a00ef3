"""Comparing every stored decision with its entry in the log, and its body with its hash."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from touchstone.apps.records.decisions import STORED, told
from touchstone.apps.records.log import salted
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.verify.faults import Faults

PORTION = 500  # decisions read at once: each carries its facts and findings
IN_ENTRY = ("actor", "apprenticeship")  # columns of the entry itself


def check_decisions(faults: Faults, *, upto: int, entries: int) -> tuple[int, int]:
    """How many decisions were looked at, and of how many the facts are erased.

    ``upto``: the last entry that counts; ``entries``: how many up to there tell of a decision.
    """
    seen = erased = known = 0
    decisions = StoredDecision.objects.select_related("body").order_by("id")
    portion = list(decisions[:PORTION])
    while portion:
        subjects = [str(one.pk) for one in portion]
        tell = LogEntry.objects.filter(verb=STORED, subject__in=subjects)
        of: dict[str, list[LogEntry]] = {}
        for entry in tell.order_by("number"):
            of.setdefault(entry.subject, []).append(entry)
        for one in portion:
            mine = of.get(str(one.pk), [])
            if mine and mine[0].number > upto:  # decided while we look
                continue
            seen += 1
            known += sum(entry.number <= upto for entry in mine)
            erased += not hasattr(one, "body")
            for says in _wrong(one, mine):
                faults.add(says, entry=mine[0].number if mine else None, decision=one.pk)
        portion = list(decisions.filter(id__gt=portion[-1].pk)[:PORTION])
    if known < entries:
        _gone(faults, upto)
    return seen, erased


def _wrong(one: StoredDecision, mine: list[LogEntry]) -> list[str]:
    """At most one sentence: the first thing that is wrong."""
    if not mine:
        return [f"Decision {one.pk} has no entry in the log: it was not made through the services."]
    if len(mine) > 1:
        return [f"Decision {one.pk} has more than one entry in the log: {', '.join(str(e.number) for e in mine)}."]
    entry = mine[0]
    details: Mapping[str, Any] = entry.details
    changed = [name for name, value in told(one).items() if name in details and details[name] != value]
    changed += [name for name in IN_ENTRY if getattr(one, name) != getattr(entry, name)]
    if changed:
        differ = f"{', '.join(sorted(changed))} {'differs' if len(changed) == 1 else 'differ'}"
        return [f"Decision {one.pk} is not as entry {entry.number} tells it: {differ}."]
    if hasattr(one, "body") and salted(one.body.salt, one.body.body) != one.digest:
        return [f"Decision {one.pk} (entry {entry.number}): its facts and findings are not the ones that were stored."]
    return []


def _gone(faults: Faults, upto: int) -> None:
    """Name the entries whose decision is not there."""
    tell = LogEntry.objects.filter(verb=STORED, number__lte=upto).order_by("number").only("number", "subject")
    portion = list(tell[:PORTION])
    while portion:
        there = StoredDecision.objects.in_bulk([one for entry in portion if (one := _uuid(entry.subject))])
        for entry in portion:
            if _uuid(entry.subject) not in there:
                faults.add(
                    f"Entry {entry.number} tells of decision {entry.subject}, which is not there.", entry=entry.number
                )
        portion = list(tell.filter(number__gt=portion[-1].number)[:PORTION])


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
