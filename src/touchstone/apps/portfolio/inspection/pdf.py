"""PDF: script, programs started, files inside. Many are shown clean by their bytes alone; the rest are read by pikepdf
in a process of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import BinaryIO

from touchstone.apps.portfolio.apart import TooMuch, read_apart
from touchstone.apps.portfolio.inspection.scan import found

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS = 20

# Where none of these stands in a file, it holds nothing that acts: no name is disguised (#4a), no object is packed
# where its bytes do not show, nothing is encrypted. Packed pictures hold some of them by chance: then it is read.
TELLING = re.compile(
    rb"/(?:(?:JS|JavaScript|Launch|EmbeddedFiles?|XFA|RichMedia|ImportData|GoToE|ObjStm|XRef|Encrypt)(?![A-Za-z])"
    rb"|[!-.0-;=?-Z\\^-z|~]*#[0-9A-Fa-f]{2})"
)

AGAIN = "Open it on your device, print or export it as a PDF again, and choose the new file."
SAYS = {
    "locked": "is locked with a password. Take the password off, save it, and choose it again.",
    "script": f"contains script (JavaScript), which cannot be taken. {AGAIN}",
    "launch": f"starts a program or fetches another file when it is opened. {AGAIN}",
    "embedded": "has other files inside it. Take them out, and add them one by one.",
    "xfa": f"is an interactive form (XFA) that most programs cannot show. {AGAIN}",
    "media": f"has a film or a program inside it. {AGAIN}",
    "broken": f"is damaged: it could not be read. {AGAIN}",
    "too much": f"could not be checked: it is too large or too intricate inside. {AGAIN}",
}


def reason(file: BinaryIO) -> str:
    if not found(file, TELLING):
        return ""
    return SAYS.get(_read(file), "")


def _read(file: BinaryIO) -> str:
    """What the reader found: a key of ``SAYS``, or "clean"."""
    try:
        with read_apart(READER, file, SECONDS) as said:
            answer: str = json.load(said)
    except TooMuch:
        return "too much"
    return answer
