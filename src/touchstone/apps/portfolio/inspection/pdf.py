"""PDF: script, programs started, files inside. Many are shown clean by their bytes alone; the rest are read by pikepdf
in a process of its own, with little memory and time: a small PDF can unpack to gigabytes."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

from touchstone.apps.portfolio.inspection.scan import found

logger = logging.getLogger(__name__)

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS = 20
AT_ONCE = threading.BoundedSemaphore(2)  # in this process: more would only wait for the processor

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
    with AT_ONCE, _on_disk(file) as readable:
        try:
            done = subprocess.run(  # noqa: S603 (our own script, and no word of the file among its arguments)
                [sys.executable, "-I", str(READER), str(SECONDS)],
                stdin=readable,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=2 * SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "too much"
    if done.returncode != 0:
        logger.warning("A PDF could not be checked: the reader ended with %s", done.returncode)
        return "too much"
    answer: str = json.loads(done.stdout)
    return answer


@contextmanager
def _on_disk(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file itself, or a copy of one that another process could not read."""
    file.seek(0)
    try:
        file.fileno()
    except OSError:
        with TemporaryFile() as copy:
            copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        yield file
