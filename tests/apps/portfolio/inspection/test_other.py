"""PDFs that act, and files that are two things at once."""

from __future__ import annotations

import io
import sys
import zlib

import pikepdf
import pytest

from tests.apps.portfolio.inspection import making
from tests.apps.portfolio.inspection.looking import said_of
from touchstone.apps.portfolio.inspection import pdf

SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(
    ("key", "written", "says"),
    [
        ("OpenAction", SCRIPT, "contains script"),
        ("AA", b"<< /WC %s >>" % SCRIPT, "contains script"),
        ("Names", b"<< /JavaScript << /Names [(a) %s] >> >>" % SCRIPT, "contains script"),
        ("Deep", b"[[<< /A << /Next %s >> >>]]" % SCRIPT, "contains script"),
        ("OpenAction", b"<< /S /Launch /F (calc.exe) >>", "starts a program"),
        ("AcroForm", b"<< /Fields [] /XFA [(template) (<xdp/>)] >>", "interactive form (XFA)"),
        ("Anything", b"<< /S /GoToE /T << >> >>", "has other files inside it"),
    ],
)
def test_a_pdf_that_acts_is_refused_however_it_is_packed(packed: bool, key: str, written: bytes, says: str) -> None:
    assert says in said_of("acts.pdf", making.pdf(packed, **{key: written}))


@pytest.mark.parametrize("packed", [True, False])
def test_a_pdf_with_a_file_inside_is_refused(packed: bool) -> None:
    held, modes = io.BytesIO(), pikepdf.ObjectStreamMode
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["run.exe"] = b"MZ"
        document.save(held, object_stream_mode=modes.generate if packed else modes.disable)
    assert "has other files inside it" in said_of("holds.pdf", held.getvalue())


def test_a_name_written_in_disguise_is_read() -> None:
    content = making.pdf(packed=False, OpenAction=SCRIPT)
    content = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")
    assert b"/JavaScript" not in content
    assert "contains script" in said_of("disguised.pdf", content)


def test_a_script_in_an_encrypted_pdf_is_found() -> None:
    held = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Object.parse(SCRIPT)
        document.save(held, encryption=pikepdf.Encryption(user="", owner="owner"))
    assert "contains script" in said_of("encrypted.pdf", held.getvalue())


def test_a_pdf_that_unpacks_without_end_costs_neither_memory_nor_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects packed into a stream of two gigabytes: the process that reads it may not have so much."""
    packer = zlib.compressobj(1)
    begin = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (16 * 1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = begin + block * 128
    head = b"%PDF-1.5\n"
    bomb = head + _stream(1, b"/Type /ObjStm /N 1 /First 10", packed)
    entries = zlib.compress(bytes([1]) + len(head).to_bytes(4, "big") + b"\0" + bytes([2, 0, 0, 0, 1, 0]))
    listing = _stream(3, b"/Type /XRef /Size 4 /Root 2 0 R /W [1 4 1] /Index [1 2]", entries)
    bomb = bomb + listing + b"startxref\n%d\n%%%%EOF\n" % len(bomb)
    monkeypatch.setattr(pdf, "SECONDS", 5)
    said = said_of("bomb.pdf", bomb)
    assert "could not be checked" in said or "could not be read" in said


def _stream(number: int, keys: bytes, packed: bytes) -> bytes:
    begin = b"%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n" % (number, keys, len(packed))
    return begin + packed + b"\nendstream\nendobj\n"


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    script = tmp_path / "hangs.py"  # type: ignore[operator]
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pdf, "READER", script)
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    assert "could not be checked" in said_of("slow.pdf", making.pdf())


def test_a_plain_pdf_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nothing/there")
    assert said_of("plain.pdf", making.pdf(packed=False)) == ""


def test_a_pdf_that_cannot_be_read_is_said_to_be_damaged() -> None:
    assert "is damaged" in said_of("broken.pdf", b"%PDF-1.7\n/ObjStm nothing of sense\n")


ARCHIVE = making.zipped({"a.txt": "a"})
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("two.pdf", making.pdf(packed=False) + ARCHIVE, "has an archive (ZIP) hidden in it"),
        ("two.jpg", making.JPEG + ARCHIVE, "has an archive (ZIP) hidden in it"),
        ("two.png", making.png() + ARCHIVE, "has an archive (ZIP) hidden in it"),
        ("commented.gif", making.GIF + ARCHIVE[:-2] + b"\x05\0hello", "has an archive (ZIP) hidden in it"),
        ("page.jpg", making.JPEG + PAGE, "code of a web page"),
        ("page.mp4", making.MP4 + PAGE, "code of a web page"),
        ("page.gif", making.GIF[:6] + PAGE + making.GIF[6:], "code of a web page"),
        ("page.png", making.png()[:-12] + b"\0\0\0\0tEXt" + PAGE + making.png()[-12:], "code of a web page"),
        ("vector.jpg", making.JPEG + b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "code of a web page"),
        ("paper.jpg", making.JPEG[:20] + making.pdf(packed=False), "has a PDF hidden in it"),
        (
            "picture.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
            "content is something else",
        ),
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "of a type that cannot be added"),
        ("page.html", PAGE, "of a type that cannot be added"),
        ("run.js", b"alert(1)", "of a type that cannot be added"),
    ],
)
def test_a_file_that_is_two_things_is_refused(name: str, content: bytes, says: str) -> None:
    assert says in said_of(name, content)


def test_a_picture_that_is_also_script_is_only_a_picture_to_a_browser() -> None:
    """It is taken, and given out as a download of a picture: nothing runs it."""
    assert said_of("both.gif", b"GIF89a/*" + making.GIF[8:] + b"*/=1;alert(1)") == ""
