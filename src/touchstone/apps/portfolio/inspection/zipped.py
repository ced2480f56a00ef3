"""Office and OpenDocument files: ZIP archives of XML parts. Every part is really unpacked, and thrown away.

So a size that lies is noticed, and no more is unpacked than an ordinary document holds.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from touchstone.apps.portfolio.content import OLE, Kind
from touchstone.apps.portfolio.inspection import archive, ole, xml
from touchstone.apps.portfolio.inspection.fetched import leads_away

MOST_TIMES = 100  # unpacked, a document is at most so many times the size of its file …
MOST_ANYWAY = 100 * 1024 * 1024  # … or so many bytes, whatever its size
LIST_COSTS = 10  # times what unpacking costs, to read a list of relations as well
DEEPEST = 2  # a chart's workbook in a presentation in a document
IN_MEMORY = 1024 * 1024
HEAD = 64 * 1024

AGAIN = "Open it on your device, save it under a new name, and choose the new file."
DAMAGED = f"is damaged, or not what its name says. {AGAIN}"
BOMB = f"unpacks to far more than a document holds, so it was not opened. {AGAIN}"
LOCKED = "is locked with a password. Take the password off, save it, and choose it again."
MACROS = (
    "contains macros (small programs), which cannot be taken. "
    "Save it without macros (.docx, .xlsx, .pptx, .odt, .ods or .odp) or as a PDF, and choose the new file."
)
EMBEDDED = (
    "has a program or another file embedded in it. Take it out, save the document, and choose it again; "
    "add the other file by itself."
)
REMOTE = "fetches a part of itself from the web when it is opened. Save it as a PDF, and choose the new file."
ENTITIES = f"has parts that are written to unpack without end or to fetch other files. {AGAIN}"

PROGRAM = re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0")
PROGRAM_NAME = re.compile(r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|msi|sh)$")
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
NESTED = (OLE, archive.BEGINS)


class Against(Exception):
    """The reason, as the rest of a sentence."""


@dataclass
class Budget:
    """What may still be unpacked, in bytes, over all archives in each other."""

    left: int


def reason(file: BinaryIO, kind: Kind) -> str:
    size = file.seek(0, 2)
    budget = Budget(max(MOST_ANYWAY, MOST_TIMES * size))
    try:
        parts = _look_through(file, budget, depth=0)
    except Against as against:
        return str(against)
    except archive.Bomb:
        return BOMB
    except archive.UNREADABLE:
        return DAMAGED
    return "" if _is(kind, parts) else DAMAGED


def _is(kind: Kind, parts: dict[str, bytes]) -> bool:
    """Whether these parts (the name of each, with its beginning) are of a document of this kind."""
    if kind.main:
        return any(name.startswith(kind.main) for name in parts) and "[content_types].xml" in parts
    return parts.get("mimetype", b"").strip().startswith(kind.content_type.encode())


def _look_through(file: BinaryIO, budget: Budget, depth: int) -> dict[str, bytes]:
    archive.check_listing(file)
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(file) as whole:
        infos = archive.in_their_places(whole)
        if len(infos) > archive.MOST_PARTS:
            raise Against(BOMB)
        if any(info.flag_bits & 0x1 for info in infos):
            raise Against(LOCKED)
        if sum(info.file_size for info in infos) > budget.left or archive.overlap(whole, infos):
            raise Against(BOMB)
        for info in infos:
            name = info.filename.replace("\\", "/").lower()
            parts[name] = _look_at(file, info, name, budget, depth)
    return parts


def _look_at(file: BinaryIO, info: zipfile.ZipInfo, name: str, budget: Budget, depth: int) -> bytes:
    """Unpack one part and look at it. Its beginning."""
    if name.endswith("vbaproject.bin") or (name.startswith(("basic/", "scripts/")) and not name.endswith("/")):
        raise Against(MACROS)
    if PROGRAM_NAME.search(name):
        raise Against(EMBEDDED)
    whole: IO[bytes]
    with SpooledTemporaryFile(IN_MEMORY) as whole:
        lists = name.endswith(".rels") or name == "[content_types].xml"
        head = _unpack(file, info, whole, budget, keep=lists)
        if PROGRAM.match(head):
            raise Against(EMBEDDED)
        if head.startswith(OLE):
            _look_at_object(whole)
        if head.startswith(archive.BEGINS):
            if depth == DEEPEST:
                raise Against(BOMB)
            _look_through(_binary(whole), budget, depth + 1)
        if xml.looks_like(head):
            if not xml.harmless(head, whole=len(head) == info.file_size, strict=name.endswith((".xml", ".rels"))):
                raise Against(ENTITIES)
            if name == "meta-inf/manifest.xml" and b"encryption-data" in head:
                raise Against(LOCKED)
        if lists:
            budget.left -= LIST_COSTS * whole.tell()
            if budget.left < 0:
                raise Against(BOMB)
            _look_at_list(name, whole)
    return head


def _look_at_object(whole: IO[bytes]) -> None:
    package, macros = ole.holds(_binary(whole))
    if package:
        raise Against(EMBEDDED)
    if macros:
        raise Against(MACROS)


def _look_at_list(name: str, whole: IO[bytes]) -> None:
    """What the parts are, and what they refer to outside: all of it, for what matters may stand at its end."""
    if name == "[content_types].xml":
        kinds = xml.attributes(whole, "Default") + xml.attributes(whole, "Override")
        said = " ".join(one.get("ContentType", "") for one in kinds).lower()
        if "macroenabled" in said or "vbaproject" in said:
            raise Against(MACROS)
        return
    for one in xml.attributes(whole, "Relationship"):
        outside = one.get("TargetMode", "").strip().lower() == "external"
        if outside and one.get("Type", "").strip().lower().endswith(FETCHED) and leads_away(one.get("Target", "")):
            raise Against(REMOTE)


def _unpack(file: BinaryIO, info: zipfile.ZipInfo, whole: IO[bytes], budget: Budget, *, keep: bool) -> bytes:
    """Write the part into ``whole`` where something is to be looked for in it. Its first ``HEAD`` bytes.

    ``keep``: write it whatever it is. Else once it begins like an object or an archive; packed well, its first piece
    may be a single byte.
    """
    head = b""
    for piece in archive.unpacked(file, info):
        budget.left -= len(piece)
        if budget.left < 0:
            raise Against(BOMB)
        head += piece[: HEAD - len(head)]
        if keep or len(head) < len(OLE) or head.startswith(NESTED):
            whole.write(piece)
    return head


def _binary(file: IO[bytes]) -> BinaryIO:
    return file  # type: ignore[return-value]
