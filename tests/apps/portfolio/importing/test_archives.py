"""ZIPs as a whole: which can be imported from, and what is said of those that cannot."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from tests.apps.portfolio.importing.zips import (
    GOOD,
    crowd,
    index,
    joined,
    linked,
    overlapping,
    packed,
    pdf,
    portfolio,
    renamed,
    with_flag,
)
from touchstone.apps.apprenticeships.importing.cells import Wrong
from touchstone.apps.apprenticeships.importing.text import OLD_LETTERS
from touchstone.apps.portfolio.importing import archive as archives
from touchstone.apps.portfolio.importing.archive import Archive
from touchstone.apps.portfolio.importing.template import template
from touchstone.apps.records.refusal import Refused


def opened(content: bytes) -> Archive:
    return Archive(io.BytesIO(content))


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        opened(content).table()
    return " ".join(refused.value.reasons)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_index_is_read_whatever_spreadsheet_wrote_it(encoding: str, delimiter: str) -> None:
    row = {**GOOD, "title": "Zoë’s café"}
    table = opened(portfolio(row, encoding=encoding, delimiter=delimiter)).table()
    assert [(one.number, one.cells) for one in table.rows] == [(2, row)]
    assert table.notes == ((OLD_LETTERS,) if encoding == "cp1252" else ())


def test_a_note_keeps_its_lines() -> None:
    row = {**GOOD, "note": "First we met.\n\nThen  we agreed."}
    assert opened(portfolio(row)).table().rows[0].cells["note"] == "First we met.\n\nThen we agreed."


def test_the_index_lies_in_a_folder_or_is_the_only_table() -> None:
    files = {"Export/": b"", "Export/Index.CSV": index(GOOD), "Export/log.pdf": pdf(), "Export/deep/index.csv": b"x"}
    archive = opened(packed(files))
    assert archive.index.name == "Export/Index.CSV"
    assert archive.find("log.pdf").name == "Export/log.pdf"
    assert opened(packed({"my evidence.csv": index(GOOD), "log.pdf": pdf()})).index.name == "my evidence.csv"


def test_what_systems_leave_in_folders_is_no_file() -> None:
    litter = {"__MACOSX/._log.pdf": b"x", ".DS_Store": b"x", "logs/Thumbs.db": b"x", "logs/": b""}
    archive = opened(portfolio(GOOD, files={"log.pdf": pdf(), **litter}))
    assert [entry.name for entry in archive.entries] == ["index.csv", "log.pdf"]


@pytest.mark.parametrize("said", ["logs/Log.PDF", "LOGS\\log.pdf", "./logs/log.pdf", "/logs/log.pdf", "log.pdf"])
def test_a_file_is_found_however_its_path_is_written(said: str) -> None:
    assert opened(portfolio(GOOD, files={"logs/log.pdf": pdf()})).find(said).name == "logs/log.pdf"


@pytest.mark.parametrize("letters", ["utf-8", "cp437", "cp850", "cp1252"])
def test_names_are_found_in_whatever_letters_the_zip_has_them(letters: str) -> None:
    written = "café.pdf".encode(letters)
    plain = "cafX.pdf".ljust(len(written), "X") if letters != "utf-8" else "cafXX.pdf"
    content = renamed(portfolio(GOOD, files={plain: pdf()}), plain, written)
    assert opened(content).find("café.pdf").info.file_size == len(pdf())


def test_a_letter_in_two_parts_is_the_same_letter() -> None:
    assert opened(portfolio(GOOD, files={"cafe\u0301.pdf": pdf()})).find("café.pdf")


def test_a_name_that_several_files_have_is_refused_for_its_row_alone() -> None:
    archive = opened(portfolio(GOOD, files={"a/log.pdf": pdf(1), "b/LOG.pdf": pdf(2), "c.pdf": pdf(3)}))
    with pytest.raises(Wrong, match=r"2 files that could be meant by “log.pdf”: “a/log.pdf”, “b/LOG.pdf”"):
        archive.find("log.pdf")
    assert archive.find("b/log.pdf").name == "b/LOG.pdf"


def test_two_files_of_one_path_are_refused_for_their_row() -> None:
    content = joined([("index.csv", index(GOOD)), ("log.pdf", pdf(1)), ("Log.pdf", pdf(2))])
    with pytest.raises(Wrong, match="rename one"):
        opened(content).find("log.pdf")


def test_a_file_with_another_ending_is_offered() -> None:
    with pytest.raises(Wrong, match=r"there is no file “log.doc” in the ZIP. Do you mean “logs/log.pdf”\?"):
        opened(portfolio(GOOD, files={"logs/log.pdf": pdf()})).find("log.doc")


def test_files_without_a_row_are_named() -> None:
    archive = opened(portfolio(GOOD, files={"log.pdf": pdf(), "other.pdf": pdf(2)}))
    assert archive.besides(["log.pdf", "not there.pdf", ""]) == ["other.pdf"]


def test_the_template_can_be_sent_as_it_is() -> None:
    archive = opened(template())
    (row,) = archive.table().rows
    assert archive.find(row.cells["file"]).name == "files/example.txt"


def test_paths_that_lead_out_are_refused_by_name() -> None:
    for name in ("../log.pdf", "a/../../log.pdf", "/etc/log.pdf", "..\\log.pdf", "C:\\log.pdf", "\\\\host\\log.pdf"):
        said = refusal(packed({"index.csv": index(GOOD), name: pdf()}))
        assert "lead out of it" in said
        assert "Make the ZIP again" in said


def test_links_are_refused_by_name() -> None:
    said = refusal(joined([("index.csv", index(GOOD)), linked("log.pdf", "/etc/passwd")]))
    assert said == (
        "These are links to files that are not in the ZIP: “log.pdf”. Put the files themselves in their place."
    )


def test_a_zip_with_a_password_is_refused_and_says_how_to_put_it_right() -> None:
    said = refusal(with_flag(portfolio(GOOD), "log.pdf", 1))
    assert said.startswith("The ZIP is locked with a password (“log.pdf”). Make it again without one")


def test_everything_against_a_zip_is_said_at_once() -> None:
    content = joined([("index.csv", index(GOOD)), linked("log.pdf", "/x"), ("../a.pdf", pdf())])
    with pytest.raises(Refused) as refused:
        opened(with_flag(content, "index.csv", 1))
    assert len(refused.value.reasons) == 3


def test_a_listing_that_promises_gigabytes_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ANYWAY", 1024)
    assert refusal(portfolio(GOOD, files={"log.pdf": b"\0" * 1_000_000})) == archives.BOMB


def test_one_file_listed_many_times_is_refused() -> None:
    assert refusal(overlapping()) == archives.BOMB


def test_a_zip_of_more_files_than_anybody_has_is_refused() -> None:
    assert refusal(packed({f"{n}.txt": b"x" for n in range(10_001)})) == archives.MANY


def test_thousands_of_files_are_taken() -> None:
    archive = opened(portfolio(*crowd(3000)))
    assert len(archive.table().rows) == 3000
    assert archive.besides([f"logs/{n}.pdf" for n in range(3000)]) == []


def test_what_is_no_zip_is_told_what_it_is() -> None:
    assert refusal(b"Rar!\x1a\x07\x00" + b"x" * 100) == archives.ANOTHER.format(kind="RAR")
    assert refusal(b"7z\xbc\xaf\x27\x1c" + b"x" * 100) == archives.ANOTHER.format(kind="7-Zip")
    assert refusal(gzip.compress(b"x")) == archives.ANOTHER.format(kind="GZIP")
    assert refusal(pdf()) == archives.NOT_A_ZIP
    assert refusal(b"MZ" + b"x" * 100 + portfolio(GOOD)) == archives.NOT_A_ZIP


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_zip_that_broke_off_is_told(part: float) -> None:
    content = portfolio(GOOD)
    assert refusal(content[: int(len(content) * part)]) in {archives.DAMAGED, archives.NOT_A_ZIP}


def test_an_empty_zip_is_told() -> None:
    assert refusal(packed({})) == archives.EMPTY
    assert refusal(packed({"folder/": b""})) == archives.EMPTY


def test_a_zip_without_an_index_or_with_two_is_told() -> None:
    assert refusal(packed({"log.pdf": pdf()})) == archives.NO_INDEX
    assert refusal(packed({"a.csv": index(GOOD), "b.csv": index(GOOD)})) == archives.NO_INDEX
    said = refusal(packed({"index.csv": index(GOOD), "INDEX.csv": index(GOOD)}))
    assert said == "There are 2 indexes in the ZIP: “index.csv”, “INDEX.csv”. Leave only one of them."


def test_an_index_without_its_columns_is_told_all_of_them() -> None:
    said = refusal(packed({"index.csv": b"File,Title\nlog.pdf,Log\n"}))
    assert said == "The table has no column “Type”. The table has no column “Date”."


def test_an_index_that_is_a_bomb_or_damaged_is_told() -> None:
    huge = packed({"index.csv": b"," * (11 * 1024 * 1024)})
    assert refusal(huge) == "The index is larger than 10 MB."
    content = bytearray(packed({"index.csv": index(GOOD)}, zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    assert refusal(bytes(content)) == archives.INDEX_UNREADABLE
