"""The hours asked of a training are data, dated and with their source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from touchstone.standards.folder import Folder
from touchstone.standards.training import PLACE, hours_asked, load
from touchstone.standards.yaml_nodes import Problems

FIGURE = "  - {{starts_from: {day}, least: {least}, source: {{document: {document}, section: Hours}}}}\n"
HEAD = "documents:\n  - {id: rules, title: Example rules, publisher: Nobody}\nhours:\n"


def test_a_start_before_the_first_dated_figure_has_none() -> None:
    assert hours_asked(dt.date(2025, 7, 31)) is None


def test_a_start_from_that_day_on_has_it_with_its_source() -> None:
    asked = hours_asked(dt.date(2025, 8, 1))
    assert asked is not None
    assert (asked.least, asked.starts_from) == (187, dt.date(2025, 8, 1))
    assert asked.clause.startswith("Apprenticeship funding rules 2025 to 2026")


def _folder(tmp_path: Path, *figures: tuple[str, int, str]) -> Folder:
    (tmp_path / "training").mkdir()
    lines = [FIGURE.format(day=day, least=least, document=document) for day, least, document in figures]
    (tmp_path / PLACE).write_text(HEAD + "".join(lines), encoding="utf-8")
    return Folder(tmp_path, tmp_path)


def test_the_newest_figure_not_after_the_start_counts(tmp_path: Path) -> None:
    figures = load(_folder(tmp_path, ("2025-08-01", 187, "rules"), ("2026-08-01", 200, "rules")))
    assert [figure.least for figure in figures] == [187, 200]


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ([("2025-08-01", 187, "hearsay")], "'hearsay' is not among the documents"),
        ([("2026-08-01", 187, "rules"), ("2025-08-01", 200, "rules")], "the days must follow each other"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, figures: list[tuple[str, int, str]], says: str) -> None:
    with pytest.raises(Problems, match=says):
        load(_folder(tmp_path, *figures))
