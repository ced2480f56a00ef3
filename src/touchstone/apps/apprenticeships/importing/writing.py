"""The files we give out: the template, and the result with its two columns more. As text or as a workbook.

What people wrote is always text there: a name that begins with "=" never becomes a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter

from touchstone.apps.apprenticeships.importing.cells import AS_TEXT, FORMULA
from touchstone.apps.apprenticeships.importing.columns import COLUMNS, LABELS, example
from touchstone.apps.apprenticeships.importing.header import ERRORS, RESULTS
from touchstone.apps.apprenticeships.models import ImportRow

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHEET = "Apprentices"
ONE_ROW = "Each row is one apprentice. The second row of the sheet “Apprentices” shows how; delete it before you send."
WIDTH, WIDE = 22, 70  # characters


def template(kind: str) -> bytes:
    """Column names and the example; in a workbook a second sheet explains each column."""
    shown = example()
    if kind == CSV:
        row = [f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else cell for cell in shown.values()]
        return b"".join(_as_text([list(LABELS.values()), row]))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, bold, words = (
        book.add_worksheet(SHEET),
        book.add_format({"bold": True}),
        book.add_format({"num_format": "@"}),
    )
    day, wrapped = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, (key, label) in enumerate(LABELS.items()):
        cell = shown[key]
        sheet.set_column(at, at, WIDTH, day if isinstance(cell, dt.date) else words)
        sheet.write_string(0, at, label, bold)
        if isinstance(cell, dt.date):
            sheet.write_datetime(1, at, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 (a day)
        else:
            sheet.write_string(1, at, cell, words)
    sheet.freeze_panes(1, 0)
    explained = book.add_worksheet("What belongs where")
    explained.set_column(0, 0, WIDTH, wrapped)
    explained.set_column(1, 1, WIDE, wrapped)
    explained.write_row(0, 0, ["Column", "What belongs there"], bold)
    for at, column in enumerate(COLUMNS, 1):
        explained.write_string(at, 0, column.label, wrapped)
        explained.write_string(at, 1, column.says, wrapped)
    explained.write_string(len(LABELS) + 2, 1, ONE_ROW, wrapped)
    book.close()
    return out.getvalue()


def result(kind: str, rows: Iterable[ImportRow]) -> Iterator[bytes]:
    """Every row as it was sent, with what became of it and everything said about it, one thing a line."""
    table = chain([[*LABELS.values(), RESULTS, ERRORS]], map(_result_line, rows))
    return _as_text(table) if kind == CSV else _as_workbook(table)


def _result_line(row: ImportRow) -> list[str]:
    said = [*row.errors, *(f"Warning: {warning}" for warning in row.warnings)]
    return [*(row.cells.get(key, "") for key in LABELS), ImportRow.State(row.state).label, "\n".join(said)]


def _as_text(table: Iterable[Sequence[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"  # without it the most common spreadsheet takes the letters for Windows ones
    line = io.StringIO()
    writer = csv.writer(line)
    for row in table:
        writer.writerow([f"{AS_TEXT}{cell}" if cell.startswith(FORMULA) else cell for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _as_workbook(table: Iterable[Sequence[str]]) -> Iterator[bytes]:
    with TemporaryFile() as out:
        book: Any = xlsxwriter.Workbook(out, {"constant_memory": True})
        sheet, bold = book.add_worksheet(SHEET), book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet.set_column(0, len(LABELS), WIDTH)
        sheet.set_column(len(LABELS) + 1, len(LABELS) + 1, WIDE)
        for number, line in enumerate(table):
            for at, cell in enumerate(line):
                sheet.write_string(number, at, cell, wrapped if number else bold)
        sheet.freeze_panes(1, 0)
        book.close()
        out.seek(0)
        while piece := out.read(64 * 1024):
            yield piece
