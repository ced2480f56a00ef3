"""Is the record what was written? Walks the chain of the log and compares every stored decision with its entry.

What this cannot find: somebody with the database's own keys who writes the whole chain anew, hashes and head included.
Only a head noted elsewhere finds that (``noted``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Subquery

from touchstone.apps.records.decisions import STORED
from touchstone.apps.records.erasing import FACTS_ERASED, TEXT_ERASED
from touchstone.apps.records.models import ChainHead, LogEntry
from touchstone.apps.records.queries import Head
from touchstone.apps.records.verify.chain import Walk
from touchstone.apps.records.verify.faults import Fault, Faults
from touchstone.apps.records.verify.kept import check_decisions

Progress = Callable[[int, int], None]


@dataclass
class Report:
    """``entries`` and ``decisions`` were looked at; ``head`` is the newest entry's number and hash, None in an empty
    log. ``faults``: what is not as it was written, at most faults.MOST of them (``more`` counts the rest). ``notes``:
    what is no fault but good to know."""

    entries: int
    decisions: int
    head: Head | None
    faults: list[Fault]
    more: int
    notes: list[str] = field(default_factory=list)


def verify() -> list[str]:
    """A sentence for each place where the record is not what was written; empty when it is whole."""
    return [fault.says for fault in check().faults]


def check(*, noted: Head | None = None, progress: Progress = lambda done, of: None) -> Report:
    """Check everything written until now; what is written meanwhile is left for the next time.

    ``noted``: a head as it was noted elsewhere. ``progress`` is told how many of how many entries are done. Rows are
    read in portions: memory stays flat however long the log.
    """
    head, newest = _where_it_ends()
    faults = Faults()
    walk = Walk(faults, upto=head.number if head else newest, noted=noted)
    walk.all(progress)
    _check_end(faults, walk, head, newest)
    decisions, erased = check_decisions(faults, upto=walk.upto, entries=walk.verbs[STORED])
    notes = walk.notes() + _erased(walk.erased, walk.verbs[TEXT_ERASED], "personal text", "personal texts")
    notes += _erased(erased, walk.verbs[FACTS_ERASED], "decision's facts", "decisions' facts")
    return Report(walk.seen, decisions, head, faults.found, faults.more, notes)


def _where_it_ends() -> tuple[Head | None, int]:
    """The head, and the newest entry's number (0: none), as they are at one moment: one statement reads both."""
    newest = LogEntry.objects.order_by("-number").values("number")[:1]
    row = ChainHead.objects.filter(id=1).values_list("number", "hash", Subquery(newest)).first()
    if row is None:
        return None, newest.values_list("number", flat=True).first() or 0
    return Head(row[0], row[1]), row[2] or 0


def _check_end(faults: Faults, walk: Walk, head: Head | None, newest: int) -> None:
    if head is None:
        if newest:
            faults.add("The head of the log is gone: nothing says at which entry the log ends.")
        return
    if walk.number < head.number:
        faults.missing(walk.number + 1, head.number, " at the end: the head of the log is beyond them")
    elif walk.expected not in (None, head.hash):
        faults.add(f"Entry {head.number} was rewritten: the head of the log holds another hash.", entry=head.number)
    if newest > head.number:
        faults.add(
            f"The log goes on to entry {newest} after its head, entry {head.number}: this was not written through the "
            "services, or the head was put back.",
            entry=head.number + 1,
        )


def _erased(gone: int, told: int, one: str, many: str) -> list[str]:
    if not gone:
        return []
    unsaid = f"; no entry says who erased {gone - told} of them" if gone > told else ""
    return [f"{gone:,} {one if gone == 1 else many} erased{unsaid}."]
