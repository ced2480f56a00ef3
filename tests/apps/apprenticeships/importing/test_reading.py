"""Reading tables as people really send them, and refusing what is none."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from tests.apps.apprenticeships.importing.tables import GOOD, crowd, text, workbook
from touchstone.apps.apprenticeships.importing.columns import COLUMNS, EXAMPLE_NAME, LABELS
from touchstone.apps.apprenticeships.importing.reading import read_table
from touchstone.apps.apprenticeships.importing.text import OLD_LETTERS
from touchstone.apps.apprenticeships.importing.workbook import BOMB, DAMAGED, LOCKED, MACROS, NOT_A_WORKBOOK, OLD
from touchstone.apps.apprenticeships.importing.writing import template
from touchstone.apps.records.refusal import Refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_whatever_spreadsheet_wrote_it(encoding: str, delimiter: str) -> None:
    table = read_table(text(GOOD, encoding=encoding, delimiter=delimiter), COLUMNS)
    assert [(row.number, row.cells) for row in table.rows] == [(2, GOOD)]
    assert table.notes == ()


def test_windows_letters_are_read_and_said() -> None:
    table = read_table(text({**GOOD, "name": "Zoë O’Neill"}, encoding="cp1252"), COLUMNS)
    assert table.rows[0].cells["name"] == "Zoë O’Neill"
    assert table.notes == (OLD_LETTERS,)


def test_windows_letters_behind_a_byte_order_mark_are_read_and_said() -> None:
    content = b"\xef\xbb\xbf" + text({**GOOD, "name": "Zoë O’Neill"}, encoding="cp1252", delimiter=";").read()
    table = read_table(io.BytesIO(content), COLUMNS)
    assert table.rows[0].cells["name"] == "Zoë O’Neill"
    assert table.notes == (OLD_LETTERS,)


def test_columns_are_found_by_name_in_any_order_and_case() -> None:
    names = {
        **LABELS,
        "email": "E-MAIL",
        "uln": "unique learner number",
        "date_of_birth": "DOB",
        "tutor": "tutor_email",
    }
    swapped = dict(reversed(GOOD.items()))
    content = "\n".join(";".join(cells) for cells in ([names[key] for key in swapped], swapped.values()))
    assert read_table(io.BytesIO(content.encode()), COLUMNS).rows[0].cells == GOOD


def test_unknown_columns_are_named_and_not_kept() -> None:
    content = text(GOOD).read().decode().replace("\r\n", ",Ethnicity,Errors\r\n", 1).rstrip() + ",secret,old\r\n"
    table = read_table(io.BytesIO(content.encode()), COLUMNS)
    assert table.rows[0].cells == GOOD
    assert table.notes == ("These columns are not used, and not kept: “Ethnicity”.",)


def test_missing_columns_and_columns_twice_are_all_named() -> None:
    header = ["Name", "Full name", *list(LABELS.values())[2:]]
    with pytest.raises(Refused) as refused:
        read_table(text(GOOD, header=header), COLUMNS)
    assert refused.value.reasons == (
        "The table has two columns “Full name”.",
        "The table has no column “Email address”.",
    )


def test_the_line_that_names_the_delimiter_and_empty_lines_are_read_over() -> None:
    content = "sep=;\r\n" + text(GOOD, delimiter=";").read().decode() + ";;;\r\n\r\n"
    assert [row.number for row in read_table(io.BytesIO(content.encode()), COLUMNS).rows] == [3]


def test_a_row_with_a_stray_comma_is_marked() -> None:
    content = text(GOOD).read().decode().replace("Harbour Care", "Harbour, Care")
    assert read_table(io.BytesIO(content.encode()), COLUMNS).rows[0].surplus


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    content = text(*crowd(3)).read().decode().replace("Crowd 1", '"Crowd 1')
    with pytest.raises(Refused, match="quotation mark"):
        read_table(io.BytesIO(content.encode()), COLUMNS)


def test_what_cannot_be_seen_is_taken_out() -> None:
    table = read_table(text({**GOOD, "name": "\u202eSiân\u00a0 \u200bŴyn\x07 "}), COLUMNS)
    assert table.rows[0].cells["name"] == "Siân Ŵyn"


def test_real_dates_and_numbers_of_a_workbook_lose_nothing() -> None:
    given = {**GOOD, "uln": 1000000027, "start": dt.datetime(2024, 3, 4), "date_of_birth": dt.date(1994, 3, 27)}  # noqa: DTZ001
    cells = read_table(workbook({**given, "version": 1.1}), COLUMNS).rows[0].cells
    assert (cells["uln"], cells["start"], cells["date_of_birth"]) == ("1000000027", "2024-03-04", "1994-03-27")
    assert cells["version"] == "1.1"


def test_of_a_formula_the_value_is_read_and_nothing_is_worked_out() -> None:
    cells = read_table(workbook({**GOOD, "name": '=HYPERLINK("http://127.0.0.1/","Ann")'}), COLUMNS).rows[0].cells
    assert cells["name"] == ""


@pytest.mark.parametrize("number", [0, 10_001])
def test_no_rows_and_too_many_are_refused(number: int) -> None:
    says = "no rows below" if number == 0 else "more than 10,000 rows"
    with pytest.raises(Refused, match=says):
        read_table(text(*crowd(number)), COLUMNS)


def test_ten_thousand_rows_are_taken() -> None:
    assert len(read_table(text(*crowd(10_000)), COLUMNS).rows) == 10_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "first row must hold the column names"),
        (b"%PDF-1.7 and so on", "first row must hold the column names"),
        (b"name\0email", "neither a workbook nor"),
        (b"\x81\x8d\x8f", "neither a workbook nor"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        (b"PK\x03\x04 and no archive", "damaged"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_table(io.BytesIO(content), COLUMNS)


def archive(**parts: bytes) -> io.BytesIO:
    """The parts of a good workbook, and these in it or in their place."""
    out = io.BytesIO()
    with zipfile.ZipFile(workbook(GOOD)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in good.namelist():
            written.writestr(name, parts.pop(name, good.read(name)))
        for name, content in parts.items():
            written.writestr(name, content)
    return out


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"xl/media/bomb.bin": b"\0" * (61 * 1024 * 1024)}, BOMB),
        ({f"xl/{n}.xml": b"" for n in range(1001)}, BOMB),
        ({"xl/vbaProject.bin": b"Sub AutoOpen()"}, MACROS),
        ({SHEET: ENTITIES}, DAMAGED),
        ({SHEET: b"<worksheet"}, DAMAGED),
        ({"xl/workbook.xml": b"nothing"}, DAMAGED),
    ],
)
def test_a_hostile_or_damaged_workbook_is_refused(parts: dict[str, bytes], says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(archive(**parts), COLUMNS)
    assert refused.value.reasons == (says,)


def test_other_archives_and_locked_ones_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        written.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(Refused) as refused:
        read_table(out, COLUMNS)
    assert refused.value.reasons == (NOT_A_WORKBOOK,)
    locked = bytearray(archive().getvalue())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused) as refused:
        read_table(io.BytesIO(bytes(locked)), COLUMNS)
    assert refused.value.reasons == (LOCKED,)
    assert "password" in OLD


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    with zipfile.ZipFile(workbook(GOOD)) as good:
        sheet = good.read(SHEET)
    lying = sheet.replace(b'ref="A1:M2"', b'ref="A1:XFD1048576"')
    assert lying != sheet
    assert len(read_table(archive(**{SHEET: lying}), COLUMNS).rows) == 1


def test_a_cell_far_below_the_last_row_is_refused() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(LABELS.values()))
    sheet.cell(row=900_000, column=1, value="Ann")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="goes on far below"):
        read_table(out, COLUMNS)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_sent_as_it_is_and_holds_the_example_alone(kind: str) -> None:
    table = read_table(io.BytesIO(b"".join([template(kind)])), COLUMNS)
    assert [row.cells["name"] for row in table.rows] == [EXAMPLE_NAME]
    assert table.notes == ()


def test_the_template_explains_every_column() -> None:
    book = load_workbook(io.BytesIO(template("xlsx")))
    assert [cell.value for cell in book.worksheets[1]["A"][1:14]] == list(LABELS.values())
    assert all(cell.value for cell in book.worksheets[1]["B"][1:14])
