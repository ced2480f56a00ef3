"""What one cell says: text without what cannot be seen, dates as people write them, ULNs as spreadsheets leave them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from touchstone.rules import uln as ulns

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d+)")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.,/-]+([a-z]{3,9})[\s.,/-]+(\d+)", re.IGNORECASE)
SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
JOINERS = "\u200c\u200d"  # part of how some names are written
FORMULA = ("=", "+", "-", "@")  # what a spreadsheet takes for the beginning of a formula
AS_TEXT = "'"  # before it, the mark for text


class Wrong(Exception):
    """What is wrong with a cell, as the rest of a sentence that begins with the column's name."""


def cleaned(text: str) -> str:
    """Single spaces, nothing that cannot be seen, and without the mark our own files put before "=" and the like."""
    if not text.isprintable():
        text = "".join(
            letter if letter in JOINERS or unicodedata.category(letter)[0] != "C" else " " if letter.isspace() else ""
            for letter in text
        )
    text = " ".join(text.split())
    return text[1:] if text.startswith(AS_TEXT) and text[1:].startswith(FORMULA) else text


def date(text: str) -> dt.date:
    """The day before the month, always. Raises Wrong."""
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := IN_WORDS.fullmatch(text):
        day, word, year = found.groups()
        month = str(MONTHS.index(word[:3].lower()) + 1) if word[:3].lower() in MONTHS else "0"
    elif text.isdigit():
        raise Wrong(f"“{text}” is a number. Format the column as a date, or write 4 March 2024.")
    else:
        raise Wrong(f"“{text}” is not a date. Write 04/03/2024, 2024-03-04 or 4 March 2024.")
    if len(year) != 4:
        raise Wrong(f"“{text}”: write the year with four digits.")
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong(f"“{text}” is not a day of the calendar. The day comes before the month: 04/03/2024.") from None


def uln(text: str) -> str:
    """Ten digits, with or without spaces between them. Raises Wrong."""
    if SCIENTIFIC.fullmatch(text.replace(" ", "")):
        raise Wrong(
            f"“{text}” is how a spreadsheet shortens a long number, and digits are lost. "
            "Format the column as text and enter the ULN again."
        )
    digits = "".join(text.split())
    if trouble := ulns.trouble(digits):
        raise Wrong(f"{text}: {trouble}.")
    return digits


def funding(text: str) -> str:
    """ "public" or "private". Raises Wrong."""
    word = text.casefold()
    for value, words in (
        ("public", {"public", "public funding", "publicly funded"}),
        ("private", {"private", "privately", "paid privately", "private funding", "privately funded"}),
    ):
        if word in words:
            return value
    raise Wrong(f"“{text}” is neither “public” nor “private”.")
