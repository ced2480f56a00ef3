"""Small real files for the invented evidence: text, PDF and PNG, made here."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

PAGE = """
#set document(title: sys.inputs.title)
#set page(width: 148mm, height: 105mm)
#set text(lang: "en", region: "gb")
= #sys.inputs.title
#sys.inputs.words

#v(1fr)
_Invented for the Touchstone demo._
"""


def paper(kind: str, title: str, words: str) -> SimpleUploadedFile:
    """A file of ``kind`` ("txt", "pdf" or "png") as a browser would send it."""
    content = {"txt": _text, "pdf": _pdf, "png": _png}[kind](title, words)
    name = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
    return SimpleUploadedFile(f"{name}.{kind}", content)


def _text(title: str, words: str) -> bytes:
    return f"{title}\n\n{words}\n\nInvented for the Touchstone demo.\n".encode()


def _pdf(title: str, words: str) -> bytes:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(PAGE, encoding="utf-8")
        made: bytes = typst.compile(str(page), format="pdf", sys_inputs={"title": title, "words": words})
    return made


def _png(title: str, words: str, width: int = 320, height: int = 180) -> bytes:
    """A picture of ruled lines, as long as the words: a screenshot with nothing left to read."""
    rows = bytearray()
    length = min(width - 40, 4 * len(title + words))
    for y in range(height):
        line = 24 <= y < height - 24 and y % 18 < 6
        rows += b"\0" + b"".join(
            b"\x8a\x9a\xa0" if line and 20 <= x < 20 + length else b"\xfb\xf8\xf3" for x in range(width)
        )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
