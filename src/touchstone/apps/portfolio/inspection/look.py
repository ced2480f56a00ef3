"""Which inspection a kind of file gets."""

from __future__ import annotations

from typing import BinaryIO

from touchstone.apps.portfolio.content import HEAD, Kind, kind_of
from touchstone.apps.portfolio.inspection import foreign, ole, pdf, zipped
from touchstone.apps.records.refusal import Refused


def taken_as(name: str, file: BinaryIO) -> Kind:
    """What ``file`` is; its position is lost. Raises Refused, with a sentence naming it, for what we do not take."""
    file.seek(0)
    kind = kind_of(name, file.read(HEAD))
    if against := reason_against(kind, file):
        raise Refused(f"“{name}” {against}")
    return kind


def reason_against(kind: Kind, file: BinaryIO) -> str:
    """Why not to take ``file``, which is of that ``kind``: the rest of a sentence beginning with its name, saying how
    to put it right; empty where nothing is against it. Reads from wherever it likes; the position is lost."""
    match kind.family:
        case "zipped":
            return zipped.reason(file, kind)
        case "ole":
            return ole.reason(file)
        case "pdf":
            return foreign.reason(file) or pdf.reason(file)
        case "rtf":
            return foreign.reason(file) or ole.reason_in_rich_text(file)
        case "text":
            return ""
        case _:
            return foreign.reason(file)
