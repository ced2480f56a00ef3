"""What verifying finds, said once for each place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

MOST = 1000  # sentences: whoever changed every second entry must not fill the memory


@dataclass(frozen=True)
class Fault:
    """``entry`` and ``last``: the first and last entry it is about; ``decision``: the decision; None for neither."""

    says: str
    entry: int | None = None
    last: int | None = None
    decision: uuid.UUID | None = None


Says = Callable[[int, int], str]


class Faults:
    """Collects faults. The same thing wrong with neighbouring entries is one fault."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.more = 0
        self._run: tuple[object, int, int, Says] | None = None

    def add(self, says: str, *, entry: int | None = None, decision: uuid.UUID | None = None) -> None:
        self.flush()
        self._keep(Fault(says, entry, entry, decision))

    def missing(self, first: int, last: int, where: str = "") -> None:
        self.flush()
        self._keep(Fault(f"{entries(first, last)} {'is' if first == last else 'are'} missing{where}.", first, last))

    def at(self, number: int, kind: object, says: Says) -> None:
        """``kind`` of thing is wrong with entry ``number``; ``says`` makes the sentence of a first and a last entry."""
        if self._run and self._run[0] == kind and self._run[2] == number - 1:
            self._run = (kind, self._run[1], number, says)
            return
        self.flush()
        self._run = (kind, number, number, says)

    def flush(self) -> None:
        """Say what is collected of neighbours so far."""
        if self._run:
            _, first, last, says = self._run
            self._run = None
            self._keep(Fault(says(first, last), first, last))

    def _keep(self, fault: Fault) -> None:
        if len(self.found) < MOST:
            self.found.append(fault)
        else:
            self.more += 1


def entries(first: int, last: int) -> str:
    return f"Entry {first}" if first == last else f"Entries {first} to {last}"
