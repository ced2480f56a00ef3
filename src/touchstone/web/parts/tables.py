"""Tables people take along to a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.http import HttpResponse

from touchstone.apps.apprenticeships.importing.cells import AS_TEXT, FORMULA

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGINS_A_FORMULA = (*FORMULA, "\t", "\r")


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """``rows`` below ``head``, to save as ``name``: UTF-8 with a byte-order mark, as spreadsheet programs expect.

    Dates as 2024-03-04, numbers with at most two decimals, nothing for None. What people wrote is read as text there,
    never as a formula.
    """
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([_in_words(cell) for cell in row] for row in rows)
    return response


def _in_words(cell: object) -> str:
    if isinstance(cell, str):
        return f"{AS_TEXT}{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return cell.isoformat() if isinstance(cell, dt.date) else "" if cell is None else str(cell)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: ``wide`` are the columns, from 0, that hold sentences."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[object]]
    wide: Sequence[int] = ()


def as_xlsx(
    name: str, sheet: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, wide: Sequence[int] = ()
) -> HttpResponse:
    """A workbook of one ``sheet``: see ``as_workbook``."""
    return as_workbook(name, [Sheet(sheet, head, rows, wide)])


def as_workbook(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """A workbook of ``sheets``, each with a bold head that stays in sight; texts are never formulas or links.

    Numbers, dates and times keep their type.
    """
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "d mmm yyyy",
    }
    book = xlsxwriter.Workbook(made, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.title)
        page.write_row(0, 0, sheet.head, bold)
        for line, row in enumerate(sheet.rows, 1):
            page.write_row(line, 0, row)
        page.set_column(0, max(len(sheet.head) - 1, 0), 14)
        for column in sheet.wide:
            page.set_column(column, column, 60)
        page.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(made.getvalue(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
