"""Office and OpenDocument files that are bombs, programs, or locked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from tests.apps.portfolio.inspection import making
from tests.apps.portfolio.inspection.looking import said_of

MB = 1024 * 1024
BOMB = "unpacks to far more than a document holds"
_ENTITIES = "".join(f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' for n in range(1, 9))
_LAUGHING = f'<!DOCTYPE lolz [<!ENTITY lol1 "lol">{_ENTITIES}]><lolz>&lol9;</lolz>'
LAUGHS = f'<?xml version="1.0"?>{_LAUGHING}'
LATE = f'<?xml version="1.0"?><!--{" " * 70_000}-->{_LAUGHING}'
FETCHES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]><a/>'
FETCHED_TYPE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'


def declared_less(content: bytes, part: str, claims: int) -> bytes:
    """The archive with the size of a part, unpacked, written smaller than it is, in both places."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(part)
    true = struct.pack("<I", info.file_size)
    assert content.count(true) >= 2
    return content.replace(true, struct.pack("<I", claims))


def a_quine_of(depth: int) -> bytes:
    content = making.docx()
    for _ in range(depth):
        content = making.docx({"word/embeddings/inner.docx": content})
    return content


def overlapping(parts: int) -> bytes:
    """Many parts listed that are all the same bytes."""
    packed = zlib.compress(b"\0" * MB)[2:-4]
    crc, size = zlib.crc32(b"\0" * MB), MB
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + b"a" + packed
    listed = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), size, 4, 0, 0, 0, 0, 0, 0)
        + f"{number:04}".encode()
        for number in range(parts)
    )
    return local + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, parts, parts, len(listed), len(local), 0)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(making.docx({"word/media/image1.bmp": b"\0" * (150 * MB)}), id="declared"),
        pytest.param(overlapping(50), id="overlapping"),
        pytest.param(making.docx({f"word/{n}.xml": "<a/>" for n in range(10_500)}), id="many parts"),
        pytest.param(a_quine_of(5), id="archives in archives"),
    ],
)
def test_a_bomb_is_not_unpacked(content: bytes) -> None:
    assert BOMB in said_of("bomb.docx", content)


def test_a_bomb_in_an_archive_in_it_is_not_unpacked() -> None:
    inner = making.docx({"word/a.bin": b"\0" * (60 * MB)})
    content = making.docx({"word/embeddings/a.docx": inner, "word/embeddings/b.docx": inner})
    assert BOMB in said_of("bomb.docx", content)


def test_a_size_that_lies_is_noticed() -> None:
    content = declared_less(making.docx({"word/a.bin": b"\0" * (20 * MB)}), "word/a.bin", 100)
    assert BOMB in said_of("liar.docx", content)


def test_a_list_of_parts_too_long_to_read_is_not_read() -> None:
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0x7FFFFFFF, 0, 0)
    assert BOMB in said_of("listing.docx", making.docx()[:-22] + end)


@pytest.mark.parametrize("words", [LAUGHS, FETCHES, PARAMETER, FETCHED_TYPE, LATE, LAUGHS.encode("utf-16")])
def test_entities_are_refused_wherever_they_stand(words: str | bytes) -> None:
    says = "written to unpack without end or to fetch other files"
    assert says in said_of("entities.docx", making.docx({"customXml/item1.xml": words}))
    assert says in said_of("entities.odt", making.odt({"styles.xml": words}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("macros.docx", making.docx({"word/vbaProject.bin": making.old_office("VBA")})),
        ("hidden.docx", making.docx({"word/VBAPROJECT.BIN": b"x"})),
        ("declared.docx", making.docx(types=making.TYPES.replace("document.main", "document.macroEnabled.main"))),
        ("basic.odt", making.odt({"Basic/Standard/Module1.xml": "<script:module/>"})),
        ("python.odt", making.odt({"Scripts/python/run.py": "import os"})),
        ("old.doc", making.old_office("WordDocument", "Macros", "VBA", "_VBA_PROJECT")),
    ],
)
def test_macros_are_refused_with_a_way_to_save_without(name: str, content: bytes) -> None:
    said = said_of(name, content)
    assert "contains macros" in said
    assert ".docx" in said


@pytest.mark.parametrize(
    "parts",
    [
        {"word/embeddings/oleObject1.bin": making.old_office("\x01Ole10Native")},
        {"word/embeddings/setup.exe": b"MZ\0\0"},
        {"word/embeddings/object.bin": b"MZ\x90\0" + b"\0" * 60},
        {"word/embeddings/run.js": "WScript.Shell"},
        {"word/media/image1.png": b"\x7fELF" + b"\0" * 60},
        {
            "word/embeddings/a.docx": making.docx(
                {"word/embeddings/oleObject1.bin": making.old_office("\x01Ole10Native")}
            )
        },
    ],
)
def test_a_program_or_file_embedded_is_refused(parts: dict[str, str | bytes]) -> None:
    assert "program or another file embedded" in said_of("embeds.docx", making.docx(parts))


def test_a_file_wrapped_into_an_old_one_is_refused() -> None:
    assert "another file embedded" in said_of("old.xls", making.old_office("Workbook", "\x01Ole10Native"))
    assert "another file embedded" in said_of("letter.rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105}}}")


def test_a_template_fetched_from_the_web_is_refused() -> None:
    rels = (
        '<Relationships><Relationship Id="rId1" TargetMode="External" Target="https://example.org/a.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    assert "fetches a part of itself" in said_of("remote.docx", making.docx({"word/_rels/settings.xml.rels": rels}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wrapped.docx", making.old_office("EncryptedPackage", "EncryptionInfo")),
        ("locked.odt", making.odt(manifest="<manifest><manifest:encryption-data/></manifest>")),
        ("locked.doc", making.old_office("WordDocument", text=b"\xec\xa5\xc1\0" + b"\0" * 6 + b"\0\x13")),
        ("locked.xls", making.old_office("Workbook", text=b"\x09\x08\x04\0\0\6\5\0" + b"\x2f\0\2\0\0\0")),
        ("locked.ppt", making.old_office("PowerPoint Document", "EncryptedSummary")),
        ("locked.pdf", making.locked_pdf(user="secret")),
    ],
)
def test_a_file_with_a_password_is_said_to_be_locked(name: str, content: bytes) -> None:
    assert "is locked with a password" in said_of(name, content)


def test_an_archive_with_a_password_is_said_to_be_locked() -> None:
    content = bytearray(making.docx())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)
    assert "is locked with a password" in said_of("locked.docx", bytes(content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("archive.docx", making.zipped({"a.txt": "a"})),
        ("archive.odt", making.zipped({"a.txt": "a"})),
        ("workbook.docx", making.office("xl")),
        ("sheet.odt", making.odt(kind="spreadsheet")),
        ("cut.docx", making.docx()[:-40]),
        ("changed.docx", making.docx().replace(b"PK\1\2", b"PK\1\3")),
        ("only the beginning.docx", b"PK\3\4" + b"\0" * 100),
    ],
)
def test_an_archive_that_is_no_such_document_is_refused(name: str, content: bytes) -> None:
    assert "damaged, or not what its name says" in said_of(name, content)
