"""A file that somebody sends to the rows in it, by its columns. What it is, its content says and not its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from touchstone.apps.apprenticeships.importing import text, workbook
from touchstone.apps.apprenticeships.importing.cells import cleaned
from touchstone.apps.apprenticeships.importing.header import Columns, Header
from touchstone.apps.records.refusal import Refused

MOST_ROWS = 10_000
MOST_BYTES = 10 * 1024 * 1024
NO_ROWS = "The table has no rows below its column names."
TOO_MANY = f"The table has more than {MOST_ROWS:,} rows. Split it into several files."
NO_COLUMNS = "The first row must hold the column names, as in our template. None of them was found."


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` as a spreadsheet counts; ``cells``: key of a column -> what it says; ``surplus``: has too many."""

    number: int
    cells: dict[str, str]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``notes``: sentences about the table as a whole. Columns we know nothing of are named there and not kept."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_table(file: BinaryIO, columns: Columns) -> Table:
    """Raises Refused, with every reason, for what is no table of these ``columns``, too large, or empty."""
    file.seek(0)
    head = file.read(8)
    if file.seek(0, 2) > MOST_BYTES:
        raise Refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _table(workbook.rows_of(file), columns, ())
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(workbook.OLD)
    content, note = text.decoded(file.read())
    return _table(text.rows_of(content, columns), columns, (note,) if note else ())


def _table(lines: Iterator[tuple[int, list[str]]], columns: Columns, notes: tuple[str, ...]) -> Table:
    filled = ((number, cells) for number, cells in lines if any(map(cleaned, cells)))
    _, names = next(filled, (0, []))
    header = columns.header_of([cleaned(name) for name in names])
    _refuse(header)
    rows = tuple(_rows(columns, header, filled))
    if not rows:
        raise Refused(NO_ROWS)
    if header.unused:
        unused = ", ".join(f"“{name}”" for name in header.unused)
        notes = (*notes, f"These columns are not used, and not kept: {unused}.")
    return Table(rows, notes)


def _refuse(header: Header) -> None:
    if not header.at:
        raise Refused(NO_COLUMNS)
    reasons = [f"The table has two columns “{name}”." for name in header.twice]
    reasons += [f"The table has no column “{name}”." for name in header.missing]
    if reasons:
        raise Refused(*reasons)


def _rows(columns: Columns, header: Header, filled: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    places = [(column, header.at[column.key]) for column in columns if column.key in header.at]
    for count, (number, cells) in enumerate(filled, 1):
        if count > MOST_ROWS:
            raise Refused(TOO_MANY)
        said = {column.key: column.said(cells[at]) if at < len(cells) else "" for column, at in places}
        yield Row(number, said, surplus=any(map(cleaned, cells[header.width :])))
