"""What the columns of a table may be called, and where they stand in one that somebody sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from touchstone.apps.apprenticeships.importing.cells import cleaned

RESULTS, ERRORS = "Validation results", "Errors"  # what a result file has besides, and is read over in one sent again


@dataclass(frozen=True, slots=True)
class Column:
    """``also``: what else it may be called. Case, spaces and signs in a name do not matter. ``longest``: characters
    kept of a cell that is too long for anything. ``prose``: it keeps its lines."""

    key: str
    label: str
    says: str
    also: tuple[str, ...] = ()
    required: bool = True
    longest: int = 300
    prose: bool = False

    def said(self, cell: str) -> str:
        """What a cell of this column says."""
        lines = map(cleaned, cell.splitlines()) if self.prose else [cleaned(cell)]
        return "\n".join(lines).strip()[: self.longest]


@dataclass(frozen=True, slots=True)
class Header:
    """``at``: the key of a column -> its place in a row. ``unused``: the names of columns we know nothing of."""

    at: Mapping[str, int]
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    width: int


class Columns:
    """The columns a kind of table has, in their order. ``labels``: what they are called, by key."""

    def __init__(self, *columns: Column) -> None:
        self._columns = columns
        self.labels = {column.key: column.label for column in columns}
        self._keys = {squeezed(name): column.key for column in columns for name in (column.label, *column.also)}

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    def header_of(self, cells: Sequence[str]) -> Header:
        """Which of the columns stand where in the first row of a table."""
        at: dict[str, int] = {}
        unused, twice = [], []
        for place, cell in enumerate(cells):
            key = self._keys.get(squeezed(cell))
            if key is None:
                if cell and squeezed(cell) not in _READ_OVER:
                    unused.append(cell)
            elif key in at:
                twice.append(self.labels[key])
            else:
                at[key] = place
        missing = tuple(column.label for column in self if column.required and column.key not in at)
        return Header(at, tuple(unused), missing, tuple(twice), len(cells))

    def known_among(self, cells: Iterable[str]) -> int:
        """How many of these are names of the columns."""
        return sum(squeezed(cell) in self._keys for cell in cells)


def squeezed(name: str) -> str:
    """A name without case, spaces and signs: "E-mail  Address" is "emailaddress"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_READ_OVER = {squeezed(RESULTS), squeezed(ERRORS)}
