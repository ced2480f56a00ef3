"""What is wanted at a gateway beside the plan, and what is signed there, are data with their source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from touchstone.standards.beside import PLACE, beside, load
from touchstone.standards.folder import Folder
from touchstone.standards.yaml_nodes import Problems

HEAD = "documents:\n  - {id: rules, title: Example rules, publisher: Nobody}\n"
WANTED = "wanted:\n  - {id: a, says: It is wanted., source: {document: DOCUMENT, section: One}}\n"
WORDING = "  - {{signs: a, dated: {day}, says: '{says}', source: {{document: rules, section: Two}}}}\n"


def _folder(tmp_path: Path, *wordings: tuple[str, str], document: str = "rules") -> Folder:
    (tmp_path / "gateway").mkdir()
    lines = "wordings:\n" + "".join(WORDING.format(day=day, says=says) for day, says in wordings)
    (tmp_path / PLACE).write_text(HEAD + WANTED.replace("DOCUMENT", document) + lines, encoding="utf-8")
    return Folder(tmp_path, tmp_path)


def test_each_thing_wanted_names_its_source() -> None:
    wanted = beside().wanted
    assert set(wanted) == {"certificate-permission", "certificate-address", "adjustments"}
    assert wanted["certificate-permission"].clause.endswith("as an EPAO, Certificates")


def test_a_wording_is_that_of_the_day_and_the_first_before_all_of_them(tmp_path: Path) -> None:
    found = load(_folder(tmp_path, ("2024-01-01", "Old."), ("2025-01-01", "New.")))
    on = [found.wording("a", dt.date(*day)).says for day in [(2023, 1, 1), (2024, 12, 31), (2025, 1, 1)]]
    assert on == ["Old.", "Old.", "New."]


def test_names_are_put_in_and_never_read_as_places(tmp_path: Path) -> None:
    found = load(_folder(tmp_path, ("2024-01-01", "For {provider} and {apprentice}: {provider}.")))
    said = found.wording("a", dt.date(2024, 1, 1)).of(apprentice="Ann {provider} Lee", provider="North {x}")
    assert said == "For North {x} and Ann {provider} Lee: North {x}."


@pytest.mark.parametrize(
    ("wordings", "document", "says"),
    [
        ([("2024-01-01", "Said.")], "hearsay", "'hearsay' is not among the documents"),
        ([("2025-01-01", "New."), ("2024-01-01", "Old.")], "rules", "follow each other"),
        ([("2025-01-01", "New."), ("2025-01-01", "Also.")], "rules", "follow each other"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(
    tmp_path: Path, wordings: list[tuple[str, str]], document: str, says: str
) -> None:
    with pytest.raises(Problems, match=says):
        load(_folder(tmp_path, *wordings, document=document))
