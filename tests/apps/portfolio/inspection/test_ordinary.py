"""What people really have must pass: a false alarm costs an apprentice their evening."""

from __future__ import annotations

import pytest
import typst

from tests.apps.portfolio.inspection import making
from tests.apps.portfolio.inspection.looking import said_of

OLD_OPEN_OFFICE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE manifest:manifest PUBLIC '
    '"-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">\n<manifest:manifest/>'
)
CHART = {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": making.office("xl"), "word/media/image1.png": making.png()}
EQUATION = {"word/embeddings/oleObject1.bin": making.old_office("Root Entry", "Equation Native", "\x01CompObj")}
TEMPLATE = (
    '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate" Target="file:///C:\\Templates\\House.dotx" TargetMode="External"/></Relationships>'
)
OFFICE_TEMPLATE = TEMPLATE.replace("file:///C:", r"file:///\\files")
LINK = (
    '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.docx", making.docx()),
        ("chart.docx", making.docx(CHART)),
        ("equation.docx", making.docx(EQUATION)),
        ("from a template.docx", making.docx({"word/_rels/settings.xml.rels": TEMPLATE})),
        ("from the office's template.docx", making.docx({"word/_rels/settings.xml.rels": OFFICE_TEMPLATE})),
        ("with a link.docx", making.docx({"word/_rels/document.xml.rels": LINK})),
        ("a long word.docx", making.docx(words=making.WORDS.replace("We agreed", "na " * 200_000))),
        ("in UTF-16.docx", making.docx({"customXml/item1.xml": '<?xml version="1.0"?><a/>'.encode("utf-16")})),
        ("marks.xlsx", making.office("xl")),
        ("slides.pptx", making.office("ppt")),
        ("account.odt", making.odt()),
        ("old account.odt", making.odt(manifest=OLD_OPEN_OFFICE)),
        ("marks.ods", making.odt(kind="spreadsheet")),
        ("template.odt", making.odt(kind="text-template")),
        ("old.doc", making.old_office("WordDocument", "1Table", "\x05SummaryInformation")),
        ("old.xls", making.old_office("Workbook", text=b"\x09\x08\x10\0\0\6\5\0" + b"\0" * 12 + b"\x0a\0\0\0")),
        ("letter.rtf", rb"{\rtf1\ansi We agreed what to work on.\par}"),
        ("from a template.rtf", rb"{\rtf1{\*\template C:\\Users\\Z\'f6e\\House.dotx}{\info https://example.org/}}"),
        ("photo.png", making.png(40, 30)),
        ("photo.jpg", making.JPEG),
        ("motion photo.jpg", making.JPEG + making.MP4),
        ("photo with a thumbnail.jpg", making.JPEG + b"\xff\xd9" + making.JPEG),
        ("drawing.gif", making.GIF),
        ("clip.mp4", making.MP4),
        ("page.txt", b"<script>alert(1)</script>"),
        ("formulas.csv", b"=1+1,@SUM(A1)\r\n"),
    ],
)
def test_an_ordinary_file_is_taken(name: str, content: bytes) -> None:
    assert said_of(name, content) == ""


@pytest.mark.parametrize("packed", [True, False])
def test_an_ordinary_pdf_is_taken_however_it_is_packed(packed: bool) -> None:
    content = making.pdf(
        packed,
        AcroForm=b"<< /Fields [<< /FT /Tx /T (name) /V (M1) >>] >>",
        OpenAction=b"<< /S /GoTo /D [0 /Fit] >>",
        Linked=b"<< /S /URI /URI (https://example.org/) >>",
        Names=b"<< /EmbeddedFiles << /Names [] >> >>",
    )
    assert said_of("form.pdf", content) == ""


def test_a_pdf_of_a_program_that_writes_them_today_is_taken() -> None:
    made: bytes = typst.compile(b'#set document(title: "Log")\n= Log\n#link("https://example.org")[more]')
    assert said_of("log.pdf", made) == ""


def test_a_pdf_that_only_forbids_to_be_changed_is_taken() -> None:
    assert said_of("statement.pdf", making.locked_pdf(user="", owner="owner")) == ""


def test_a_picture_that_claims_to_be_huge_costs_nothing_here_and_is_taken() -> None:
    assert said_of("huge.png", making.png(65_000, 65_000)) == ""


def test_a_part_that_begins_like_xml_by_chance_is_taken() -> None:
    """The first bytes of an embedded typeface are scrambled with a key of the document's."""
    typeface = b"<\x8f\x02\xb1" + bytes(range(256)) * 400
    assert said_of("typeface.docx", making.docx({"word/fonts/font1.odttf": typeface})) == ""
