"""Walking the chain of the log from its first entry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from touchstone.apps.records.log import COLUMNS, START, hash_of, salted
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.queries import Head
from touchstone.apps.records.verify.faults import Faults, entries

PORTION = 1000  # entries read at once
READ = (*COLUMNS, "hash", "personal__salt", "personal__body")
CLOCKS_DIFFER = dt.timedelta(minutes=1)  # between two web servers
LOOKED_UP = 1000  # moved entries whose old place is looked for by the hash before them


class Walk:
    """``number`` and ``expected`` say where it stands: the last entry seen, and the hash the next must carry (None: not
    known, after an entry that is itself at fault). ``verbs`` counts what the entries tell of."""

    def __init__(self, faults: Faults, *, upto: int, noted: Head | None) -> None:
        self.faults, self.upto, self.noted = faults, upto, noted
        self.number, self.seen, self.erased = 0, 0, 0
        self.expected: str | None = START
        self.verbs: Counter[str] = Counter()
        self._newest: dt.datetime | None = None
        self._first_backwards: tuple[int, dt.timedelta] | None = None
        self._times_backwards = 0
        self._shift, self._look_ups = -1, LOOKED_UP

    def all(self, progress: Callable[[int, int], None]) -> None:
        """Every entry up to ``upto``, in the order of their numbers; never of their times."""
        below = LogEntry.objects.filter(number__lte=self.upto).order_by("number").values_list(*READ)
        rows = list(below[:PORTION])
        while rows:
            for row in rows:
                self._see(dict(zip(READ, row, strict=True)))
            progress(self.seen, self.upto)
            rows = list(below.filter(number__gt=rows[-1][0])[:PORTION])
        self.faults.flush()
        if self.noted and self.noted.number > self.upto:
            self.faults.add(
                f"Entry {self.noted.number} was noted, but the log ends at entry {self.upto}: it was cut off."
            )

    def notes(self) -> list[str]:
        """What is no fault of the log, but worth knowing."""
        if self._first_backwards is None:
            return []
        number, by = self._first_backwards
        more = f", and {self._times_backwards - 1} times more" if self._times_backwards > 1 else ""
        return [
            f"The clock was set back before entry {number}, by {by}{more}. The order of entries is their number, so "
            "nothing is lost by it."
        ]

    def _see(self, row: Mapping[str, Any]) -> None:
        number = row["number"]
        self.seen += 1
        if number < 1:
            self.faults.add(f"Entry {number} stands before the first entry.", entry=number)
            return
        if number > self.number + 1:
            self.faults.missing(self.number + 1, number - 1)
            self.expected = None
        whole = self._is_as_written(number, row)
        self.number, self.expected = number, row["hash"] if whole else None
        if self.noted and self.noted.number == number and self.noted.hash != row["hash"]:
            self.faults.add(f"Entry {number} is not the one that was noted: the log was rewritten.", entry=number)
        self._count(number, row)

    def _is_as_written(self, number: int, row: Mapping[str, Any]) -> bool:
        """Whether content and hash fit, saying so once where something does not."""
        if hash_of(row) != row["hash"]:
            shift = self._moved_by(number, row)
            self.faults.at(number, ("moved", shift), partial(_moved, shift) if shift else _changed)
            return False
        if self.expected not in (None, row["previous"]):
            after = (
                f"does not follow entry {number - 1}: one of the two was rewritten" if number > 1 else "begins no log"
            )
            self.faults.add(f"Entry {number} {after}.", entry=number)
        elif row["personal__salt"] is not None and row["personal_digest"] != salted(
            row["personal__salt"], row["personal__body"]
        ):
            self.faults.at(number, "personal", _personal)
        return True

    def _moved_by(self, number: int, row: Mapping[str, Any]) -> int:
        """Where the entry was written, as a distance from where it stands; 0 when its content fits nowhere."""
        places = [number + self._shift, number - 1, number + 1]
        if self._look_ups:
            self._look_ups -= 1
            before = LogEntry.objects.filter(hash=row["previous"]).values_list("number", flat=True).first()
            places += [] if before is None else [before + 1]
        for place in places:
            if place != number and hash_of({**row, "number": place}) == row["hash"]:
                self._shift = place - number
                return self._shift
        return 0

    def _count(self, number: int, row: Mapping[str, Any]) -> None:
        self.verbs[row["verb"]] += 1
        self.erased += bool(row["personal_digest"]) and row["personal__salt"] is None
        if self._newest and row["at"] < self._newest - CLOCKS_DIFFER:
            self._times_backwards += 1
            by = dt.timedelta(seconds=round((self._newest - row["at"]).total_seconds()))
            self._first_backwards = self._first_backwards or (number, by)
        self._newest = row["at"]


def _changed(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is not as it was written: its hash does not fit its content."
    return f"{entries(first, last)} are not as they were written: their hashes do not fit their contents."


def _moved(shift: int, first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} was written as entry {first + shift}: it was moved."
    change = "put in" if shift < 0 else "taken out"
    return (
        f"{entries(first, last)} were written as entries {first + shift} to {last + shift}: something was {change} "
        "before them."
    )


def _personal(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first}: its personal text is not the one that was written."
    return f"{entries(first, last)}: their personal texts are not the ones that were written."
