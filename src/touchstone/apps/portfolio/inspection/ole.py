"""Old Office files, and objects embedded in new ones: a small file system whose names stand in it as they are."""

from __future__ import annotations

import re
from typing import BinaryIO

from touchstone.apps.portfolio.inspection.scan import found, words_in

SAVE_NEW = "Open it, save it as a .docx, .xlsx or .pptx file or as a PDF, and choose the new file."


def _names(*names: str) -> frozenset[bytes]:
    return frozenset(name.encode("utf-16-le") for name in names)


MACROS = _names("_VBA_PROJECT", "VBA_PROJECT_CUR", "_VBA_PROJECT_CUR")
PACKAGE = _names("\x01Ole10Native")  # any file, wrapped up to be opened with a double click
LOCKED = _names("EncryptedPackage", "EncryptedSummary")
EMBEDDED_IN_RICH_TEXT = re.compile(rb"\\obj(data|update)|\\\*\\template\s+\w+://", re.IGNORECASE)


def reason(file: BinaryIO) -> str:
    names = words_in(file, LOCKED | MACROS | PACKAGE)
    if names & LOCKED or _locked(file):
        return "is locked with a password. Take the password off, save it, and choose it again."
    if names & MACROS:
        return f"contains macros (small programs), which cannot be taken. {SAVE_NEW}"
    if names & PACKAGE:
        return f"has another file embedded in it. Add that file by itself. {SAVE_NEW}"
    return ""


def holds_package(content: BinaryIO) -> bool:
    """Whether an embedded object wraps up a file of any kind."""
    return bool(words_in(content, PACKAGE))


def reason_in_rich_text(file: BinaryIO) -> str:
    if found(file, EMBEDDED_IN_RICH_TEXT):
        return f"has another file embedded in it. {SAVE_NEW}"
    return ""


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
