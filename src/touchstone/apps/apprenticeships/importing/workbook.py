"""Tables that are workbooks (.xlsx): values of the first sheet. No formula is run, no macro read, no bomb unpacked."""

from __future__ import annotations

import datetime as dt
import logging
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook

from touchstone.apps.records.refusal import Refused

logger = logging.getLogger(__name__)

MOST_PARTS = 1000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes; ten thousand rows take about ten million
MOST_COLUMNS = 60
MOST_LINES = 50_000  # rows of the sheet, empty ones too

NOT_A_WORKBOOK = "This is not a workbook of the kind .xlsx. Open it in your spreadsheet and save it as .xlsx or .csv."
OLD = "This is an old workbook (.xls), or one locked with a password. Save it as .xlsx without a password."
LOCKED = "This workbook is locked with a password. Take the password off and save it again."
MACROS = "This workbook has macros (small programs) in it. Save it as .xlsx, without them."
BOMB = "This workbook unpacks to far more than a table holds. Copy the rows into our template and send that."
DAMAGED = "This workbook is damaged and cannot be read. Open it in your spreadsheet and save it under a new name."
LONG = "The sheet goes on far below the last row that is filled in. Copy the rows into our template and send that."


def rows_of(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Every row of the first sheet with its number, as the text of its values. Raises Refused."""
    _look_at(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its size may be anything
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            if number > MOST_LINES:
                raise Refused(LONG)
            yield number, [_text(value) for value in row]
        book.close()
    except Refused:
        raise
    except Exception as error:  # the library raises whatever a damaged part makes it stumble over
        logger.info("A workbook could not be read: %s: %s", type(error).__name__, error)
        raise Refused(DAMAGED) from None


def _look_at(file: BinaryIO) -> None:
    """What is in the archive, by its listing: no more is unpacked of a part than the listing says."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(BOMB)
            if any(part.flag_bits & 0x1 for part in parts):
                raise Refused(LOCKED)
            if any(name.endswith("vbaproject.bin") for name in names):
                raise Refused(MACROS)
            if not {"[content_types].xml", "xl/workbook.xml"} <= names:
                raise Refused(NOT_A_WORKBOOK)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise Refused(DAMAGED) from None
    file.seek(0)


def _text(value: Any) -> str:
    """A value as somebody would type it: a date as 2024-03-04, a number with every digit it has."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
