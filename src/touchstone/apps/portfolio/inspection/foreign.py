"""Files that are two things at once: a picture, film or PDF that is also an archive or a page with script.

What a phone puts behind a picture (a second picture, a short film) is ordinary and passes. Sound that is also script
cannot run: it is given out as a download, with its type, and browsers are told not to guess another.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from touchstone.apps.portfolio.inspection.scan import ends

# The end of a ZIP archive: how many parts it lists, how long the list is, where it begins; then a comment to the end.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_TAIL = 22 + 0xFFFF
MARKUP = re.compile(rb"<(script|html|!doctype\s+html|iframe|svg|\?php)[\s>]", re.IGNORECASE)
PDF_HEADER = b"%PDF-"
PDF_HEADER_WITHIN = 1024


def reason(file: BinaryIO) -> str:
    head, tail = ends(file, 4096, ARCHIVE_TAIL)
    if _ends_as_archive(tail):
        return (
            "has an archive (ZIP) hidden in it. Open it on your device, save or export it again, "
            "and choose the new file. To hand in both, add them one by one."
        )
    if MARKUP.search(head) or MARKUP.search(tail):
        return (
            "has the code of a web page in it, which does not belong there. "
            "Open it on your device, save or export it again, and choose the new file."
        )
    if not head.startswith(PDF_HEADER) and PDF_HEADER in head[:PDF_HEADER_WITHIN]:
        return (
            "has a PDF hidden in it. Open it on your device, save or export it again, and choose the new file. "
            "To hand in both, add them one by one."
        )
    return ""


def _ends_as_archive(tail: bytes) -> bool:
    """Whether an archive's list of parts ends here: the comment it declares reaches no further than the file."""
    at = tail.rfind(ARCHIVE_END)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        listed = int.from_bytes(tail[at + 10 : at + 12], "little")
        if len(tail) >= at + 22 and listed and at + 22 + comment <= len(tail):
            return True
        at = tail.rfind(ARCHIVE_END, 0, at)
    return False
