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


TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def rels(relationship: str, before: str = "") -> str:
    return f'<?xml version="1.0"?><Relationships>{before}{relationship}</Relationships>'


def template_at(target: str) -> str:
    return f'<Relationship Id="rId1" TargetMode="External" Target="{target}" Type="{TEMPLATE}"/>'


@pytest.mark.parametrize(
    "words",
    [
        rels(template_at("https://example.org/a.dotm")),
        rels(template_at("HTTP://example.org/a.dotm")),
        rels(template_at("&#104;ttp://example.org/a.dotm")),
        rels(template_at("https://example.org/a.dotm")).replace('"', "'"),
        rels(template_at("https://example.org/a.dotm"), before=f"<!--{'x' * 70_000}-->"),
        rels(template_at("https://example.org/a.dotm")).replace("<Rel", "<p:Rel").replace("</Rel", "</p:Rel"),
        rels(template_at("https://example.org/a.dotm")).encode("utf-16"),
        rels(template_at(r"\\files.example.org\share\a.dotm")),
        rels(template_at("file://192.0.2.1/share/a.dotm")),
        rels(template_at("file:///%5C%5Cfiles%2Eexample.org/a.dotm")),
    ],
)
def test_a_template_fetched_from_elsewhere_is_refused_however_that_is_written(words: str | bytes) -> None:
    assert "fetches a part of itself" in said_of("remote.docx", making.docx({"word/_rels/settings.xml.rels": words}))


def test_relations_without_end_are_not_read() -> None:
    endless = rels('<Relationship Id="a" Type="b" Target="c"/>' * 60_000)
    content = making.docx({f"word/_rels/{number}.rels": endless for number in range(5)})
    assert len(content) < 200_000
    assert BOMB in said_of("endless.docx", content)


@pytest.mark.parametrize(
    "written",
    [
        r"\*\template http://example.org/a.dotm",
        r"\*\template{}http://example.org/a.dotm",
        r"\*\template \'68ttp://example.org/a.dotm",
        r"\*\template \u104?ttp://example.org/a.dotm",
        "\\*\n\\template http://example.org/a.dotm",
        r"\*\template \\\\files.example.org\\a.dotm",
    ],
)
def test_rich_text_with_a_template_from_elsewhere_is_refused_however_that_is_written(written: str) -> None:
    content = ("{\\rtf1{" + written + "}We agreed.}").encode()
    assert "fetches its template" in said_of("letter.rtf", content)


def test_an_object_is_known_whatever_the_case_of_its_names() -> None:
    object_ = {"word/embeddings/o.bin": making.old_office("\x01oLE10nATIVE")}
    assert "another file embedded" in said_of("embeds.docx", making.docx(object_))
    assert "another file embedded" in said_of("old.xls", making.old_office("\x01oLE10nATIVE"))


def test_macros_are_refused_under_any_name_and_wherever_they_are_declared() -> None:
    renamed = {"word/notes.bin": making.old_office("VBA", "_VBA_PROJECT")}
    assert "contains macros" in said_of("renamed.docx", making.docx(renamed))
    declared = making.TYPES.replace("document.main", "document.macroEnabled.main")
    late = declared.replace("<Override", f"<!--{'x' * 70_000}--><Override")
    assert "contains macros" in said_of("late.docx", making.docx(types=late))


def test_an_object_packed_so_that_it_begins_slowly_is_looked_at() -> None:
    """Its first piece, unpacked, is one byte long: too short to see what it is."""
    content = making.old_office("\x01Ole10Native")
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packing.compress(content[:1]) + packing.flush(zlib.Z_SYNC_FLUSH)
    packed = first + b"\0\0\0\xff\xff" * 14_000 + packing.compress(content[1:]) + packing.flush()
    assert "another file embedded" in said_of("slow.docx", docx_with_packed("word/embeddings/o.bin", content, packed))


def docx_with_packed(name: str, content: bytes, packed: bytes) -> bytes:
    """A Word document with one more part, whose bytes are packed as given."""
    held, whole = io.BytesIO(), making.docx({name: b"\0" * 9})
    place = len(name) + 30
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        info, begins = archive.getinfo(name), archive.start_dir
    sizes = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
    held.write(whole[: info.header_offset + 14] + sizes + whole[info.header_offset + 26 : info.header_offset + place])
    held.write(packed)
    listing, moved = bytearray(whole[begins:]), held.tell()
    at = listing.rfind(b"PK\1\2")  # the part written last
    listing[at + 16 : at + 28] = sizes
    end = listing.rfind(b"PK\5\6")
    listing[end + 16 : end + 20] = struct.pack("<I", moved)
    return held.getvalue() + bytes(listing)


def test_a_list_of_parts_further_away_than_any_file_reaches_is_damage_also_in_an_archive_in_it() -> None:
    whole = making.docx()
    at = whole.rfind(b"PK\5\6")
    far = whole[:at] + b"PK\6\7" + struct.pack("<IQI", 0, 2**64 - 5, 1) + whole[at:]
    assert "damaged" in said_of("far.docx", making.docx({"word/embeddings/far.docx": far}))


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
