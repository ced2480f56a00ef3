"""Tables that are text: whatever spreadsheet wrote them, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from touchstone.apps.apprenticeships.importing.header import Columns
from touchstone.apps.records.refusal import Refused

DELIMITERS = ",;\t"
NOT_TEXT = "This is neither a workbook nor a table as text. Open it in your spreadsheet and save it as .xlsx or .csv."
OLD_LETTERS = "The file does not say how it writes letters; it was read as Windows text. Check names with accents."
QUOTES = "From row {number} on, the table cannot be read: a quotation mark is opened and not closed in the right place."


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and what to say about how it was read, if anything. Raises Refused for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = {"utf-16": ""}
    elif b"\0" in content:
        raise Refused(NOT_TEXT)
    else:
        content = content.removeprefix(codecs.BOM_UTF8)  # some programs put it before Windows letters, too
        encodings = {"utf-8": "", "cp1252": OLD_LETTERS}
    for encoding, note in encodings.items():
        try:
            return content.decode(encoding), note
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_TEXT)


def rows_of(text: str, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, the first being 1. Raises Refused where quotation marks do not pair."""
    delimiter = _delimiter(text, columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if not (number == 1 and _names_the_delimiter(row, delimiter)):
                yield number, row
    except csv.Error:
        raise Refused(QUOTES.format(number=number + 1)) from None


def _delimiter(text: str, columns: Columns) -> str:
    """The one that finds most of the ``columns`` in the first row that has any."""
    best, most = ",", 0
    for line in text.lstrip("\r\n").splitlines()[:5]:
        for delimiter in DELIMITERS:
            known = columns.known_among(next(csv.reader([line], delimiter=delimiter), []))
            if known > most:
                best, most = delimiter, known
        if most:
            break
    return best


def _names_the_delimiter(row: list[str], delimiter: str) -> bool:
    """A first line "sep=;", which some spreadsheets write: cut at the very sign it names."""
    return row in (["sep=", ""], [f"sep={delimiter}"]) or (len(row) == 1 and row[0].lower().startswith("sep="))
