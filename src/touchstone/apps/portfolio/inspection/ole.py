"""Old Office files, and objects embedded in new ones: a small file system whose names stand in it as they are, and
mean the same in whatever case they are written."""

from __future__ import annotations

import re
from typing import BinaryIO

from touchstone.apps.portfolio.inspection.fetched import leads_away
from touchstone.apps.portfolio.inspection.scan import found, pieces, words_in

SAVE_NEW = "Open it, save it as a .docx, .xlsx or .pptx file or as a PDF, and choose the new file."


def _names(*names: str) -> frozenset[bytes]:
    return frozenset(name.lower().encode("utf-16-le") for name in names)


MACROS = _names("_VBA_PROJECT", "VBA_PROJECT_CUR", "_VBA_PROJECT_CUR")
PACKAGE = _names("\x01Ole10Native")  # any file, wrapped up to be opened with a double click
LOCKED = _names("EncryptedPackage", "EncryptedSummary")
EMBEDDED_IN_RICH_TEXT = re.compile(rb"\\obj(data|update)", re.IGNORECASE)
TEMPLATE_OF_RICH_TEXT = re.compile(rb"\\\*\s*\\template(?![A-Za-z])(.{0,200})", re.IGNORECASE | re.DOTALL)
RICH_CHARACTER = re.compile(
    r"\\'([0-9a-f]{2})|\\u(-?\d{1,5}) ?\??|\\([\\{}])|\\[a-z]+-?\d* ?|\\.|[\r\n{]", re.IGNORECASE
)


def reason(file: BinaryIO) -> str:
    names = words_in(file, LOCKED | MACROS | PACKAGE)
    if names & LOCKED or _locked(file):
        return "is locked with a password. Take the password off, save it, and choose it again."
    if names & MACROS:
        return f"contains macros (small programs), which cannot be taken. {SAVE_NEW}"
    if names & PACKAGE:
        return f"has another file embedded in it. Add that file by itself. {SAVE_NEW}"
    return ""


def holds(content: BinaryIO) -> tuple[bool, bool]:
    """Of an embedded object: whether it wraps up a file of any kind, and whether it has macros."""
    names = words_in(content, PACKAGE | MACROS)
    return bool(names & PACKAGE), bool(names & MACROS)


def reason_in_rich_text(file: BinaryIO) -> str:
    if found(file, EMBEDDED_IN_RICH_TEXT):
        return f"has another file embedded in it. {SAVE_NEW}"
    targets = (match[1] for piece in pieces(file) for match in TEMPLATE_OF_RICH_TEXT.finditer(piece))
    if any(leads_away(_plain(target.decode("latin-1"))) for target in targets):
        return f"fetches its template from the web when it is opened. {SAVE_NEW}"
    return ""


def _plain(text: str) -> str:
    """The words of a group of rich text, up to its end: a letter can be written in several ways, and hide in groups."""
    while (less := text.replace("{}", "")) != text:
        text = less

    def character(match: re.Match[str]) -> str:
        hexadecimal, number, itself = match.groups()
        return chr(int(hexadecimal, 16)) if hexadecimal else chr(int(number) % 65536) if number else itself or ""

    return re.sub(RICH_CHARACTER, character, re.split(r"(?<!\\)}", text)[0]).strip()


def _locked(file: BinaryIO) -> bool:
    """Whether a password is asked, as Word and Excel note it at the beginning of their text."""
    file.seek(512)
    text = file.read(8192)
    word = text[:2] == b"\xec\xa5" and len(text) > 12 and bool(text[11] & 0x01)
    return word or _locked_workbook(text)


def _locked_workbook(text: bytes) -> bool:
    """A workbook is a row of records (kind, length, content); one kind, early on, says that the rest is encrypted."""
    if text[:2] != b"\x09\x08":
        return False
    at = 0
    while at + 4 <= len(text):
        kind, length = int.from_bytes(text[at : at + 2], "little"), int.from_bytes(text[at + 2 : at + 4], "little")
        if kind == 0x002F:
            return True
        at += 4 + length
    return False
