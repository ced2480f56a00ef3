"""Walking the chain: is the log what was written?"""

from __future__ import annotations

from touchstone.apps.records.log import START, entry_hash, salted
from touchstone.apps.records.models import ChainHead, LogEntry


def verify() -> list[str]:
    """A sentence for each place where the log is not what was written; empty when it is whole.

    Erased personal text is no fault. Entries are read in portions: memory stays flat however long the log.
    """
    problems: list[str] = []
    number, previous = 0, START
    for entry in LogEntry.objects.select_related("personal").order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            problems.append(f"Entry {number + 1} is missing.")
        elif entry.previous != previous:
            problems.append(f"Entry {entry.number}: it does not follow the entry before it.")
        if entry.hash != entry_hash(entry):
            problems.append(f"Entry {entry.number}: its hash does not fit its content.")
        if hasattr(entry, "personal") and salted(entry.personal.salt, entry.personal.body) != entry.personal_digest:
            problems.append(f"Entry {entry.number}: its personal text is not the one that was written.")
        number, previous = entry.number, entry.hash
    head = ChainHead.objects.filter(id=1).first()
    if (head.number, head.hash) != (number, previous) if head else number:
        problems.append(f"The log ends at entry {number}, but its head is another.")
    return problems
