"""ZIPs as people and other systems send them, and as nobody should."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.portfolio.making import PDF
from touchstone.apps.portfolio.importing.columns import LABELS

GOOD: dict[str, Any] = {
    "file": "log.pdf",
    "title": "First session",
    "type": "Mentoring log",
    "date": "07/05/2024",
    "ksbs": "K2; S2",
    "mentee": "M1",
    "anonymised": "yes",
    "note": "We agreed what to work on.",
}


def pdf(number: int = 0) -> bytes:
    """A PDF like no other number's."""
    return PDF + b"%% %d\n" % number


def index(*rows: Mapping[str, str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(LABELS.values())
    writer.writerows([one[key] for key in LABELS] for one in rows)
    return out.getvalue().encode(encoding)


def packed(files: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def portfolio(*rows: Mapping[str, str], files: Mapping[str, bytes] | None = None, **more: Any) -> bytes:
    """A ZIP with an index of ``rows``; without ``files``, each row's file is a PDF of its own."""
    if files is None:
        files = {row["file"]: pdf(number) for number, row in enumerate(rows)}
    return packed({"index.csv": index(*rows, **more), **files})


def crowd(number: int) -> list[dict[str, Any]]:
    return [{**GOOD, "file": f"logs/{n}.pdf", "title": f"Session {n}"} for n in range(number)]


def upload(content: bytes, name: str = "portfolio.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def with_flag(content: bytes, name: str, flag: int) -> bytes:
    """The same ZIP, with a flag set at one entry where it lies and in the list: 1 is “encrypted”."""
    out, written = bytearray(content), name.encode()
    for sign, flags, names in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = out.find(sign)
        while at >= 0 and out[at + names : at + names + len(written)] != written:
            at = out.find(sign, at + 4)
        assert at >= 0
        (old,) = struct.unpack_from("<H", out, at + flags)
        struct.pack_into("<H", out, at + flags, old | flag)
    return bytes(out)


def renamed(content: bytes, name: str, letters: bytes) -> bytes:
    """The same ZIP, an entry of an ASCII ``name`` under raw ``letters`` of the same length, not said to be UTF-8."""
    assert len(name) == len(letters)
    assert content.count(name.encode()) >= 2
    return content.replace(name.encode(), letters)


def linked(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """An entry that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, target.encode()


def overlapping(count: int = 50) -> bytes:
    """Many entries, whose bytes are those of one."""
    content = packed({"index.csv": index(GOOD), "log.pdf": pdf()})
    at = content.index(b"PK\x01\x02", content.rindex(b"PK\x03\x04"))
    listed = content[content.index(b"PK\x01\x02", at + 4) : content.rindex(b"PK\x05\x06")]
    more = b"".join(listed.replace(b"log.pdf", b"%03d.pdf" % n) for n in range(count))
    start = content.index(b"PK\x01\x02")
    listing = content[start : content.rindex(b"PK\x05\x06")] + more
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 2, count + 2, len(listing), start, 0)
    return content[:start] + listing + end


def saying_less(content: bytes, name: str, size: int) -> bytes:
    """The same ZIP, whose listing says that an entry is ``size`` bytes unpacked."""
    out, written = bytearray(content), name.encode()
    at = out.find(b"PK\x01\x02")
    while out[at + 46 : at + 46 + len(written)] != written:
        at = out.find(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", out, at + 24, size)
    return bytes(out)


def joined(entries: Sequence[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()
