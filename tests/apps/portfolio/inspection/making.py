"""Files as ordinary programs write them, and as somebody hostile would."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORDS = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>We agreed what to work on.</w:t></w:r></w:p></w:body></w:document>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(parts: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=how)
    return held.getvalue()


def docx(parts: Mapping[str, str | bytes] | None = None, **replaced: str) -> bytes:
    """A Word document with more ``parts``; ``types`` and ``words`` replace its own."""
    return zipped(
        {
            "[Content_Types].xml": replaced.get("types", TYPES),
            "_rels/.rels": '<?xml version="1.0"?><Relationships/>',
            "word/document.xml": replaced.get("words", WORDS),
            **(parts or {}),
        }
    )


def office(folder: str) -> bytes:
    """A workbook (``xl``) or a presentation (``ppt``)."""
    return zipped({"[Content_Types].xml": TYPES, f"{folder}/main.xml": "<main/>"})


def odt(parts: Mapping[str, str | bytes] | None = None, kind: str = "text", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument file as LibreOffice writes it: its kind first, and not packed."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": '<?xml version="1.0" encoding="UTF-8"?><office:document-content/>',
            "META-INF/manifest.xml": manifest,
            **(parts or {}),
        },
        stored=("mimetype",),
    )


def pdf(packed: bool = True, **keys: bytes) -> bytes:
    """One page, with ``keys`` in its catalogue, as a PDF writes them. ``packed``: objects in streams, as most programs
    do today."""
    held, modes = io.BytesIO(), pikepdf.ObjectStreamMode
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        for name, written in keys.items():
            document.Root[f"/{name}"] = document.make_indirect(pikepdf.Object.parse(written))
        document.save(held, object_stream_mode=modes.generate if packed else modes.disable)
    return held.getvalue()


def locked_pdf(user: str = "", owner: str = "owner") -> bytes:
    held = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(held, encryption=pikepdf.Encryption(user=user, owner=owner))
    return held.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """A real picture where it is small; a large one only claims its size."""
    rows = b"".join(b"\0" + b"\x80\x90\xa0" * width for _ in range(height)) if width * height < 10**6 else b"\0"
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\xff\xdb\0\x43\0" + b"\x10" * 64 + b"\xff\xd9"
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0\0\0\x10mdat12345678"


def old_office(*names: str, text: bytes = b"") -> bytes:
    """An old Office file: its magic, the text of its first stream, and the names of its streams."""
    return OLE + text.ljust(512, b"\0") + b"\0".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)
