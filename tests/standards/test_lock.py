"""A published file cannot change, go or come unnoticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from touchstone.standards import lock
from touchstone.standards.folder import Folder, shipped


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = Path(shutil.copytree(shipped().root, tmp_path / "standards"))
    return Folder(root, root)


def told(folder: Folder) -> list[str]:
    return [str(problem).split(";")[0] for problem in lock.check(folder)]


def test_what_is_published_is_as_it_was_locked(folder: Folder) -> None:
    assert told(folder) == []


def test_a_changed_a_missing_and_an_added_file_are_told_of(folder: Folder) -> None:
    home = "ST0148-learning-mentor"
    with (folder.root / home / "1.0.yaml").open("a", encoding="utf-8") as file:
        file.write("# one comment more\n")
    (folder.root / home / "sources.yaml").unlink()
    (folder.root / "policies" / "new.yaml").write_text("name: new\n", "utf-8")
    assert told(folder) == [
        f"{home}/1.0.yaml: changed since it was locked",
        f"{home}/sources.yaml: went missing since it was locked",
        "policies/new.yaml: was added since it was locked",
    ]


def test_worked_cases_may_grow(folder: Folder) -> None:
    cases = folder.root / "ST0148-learning-mentor" / "cases"
    cases.mkdir(exist_ok=True)
    (cases / "one-more.yaml").write_text("[]\n", "utf-8")
    assert told(folder) == []


def test_locking_again_is_explicit_and_says_what_changed(folder: Folder) -> None:
    path = folder.root / "calendars" / "england.yaml"
    path.write_text(path.read_text("utf-8") + "  2029-01-01: New Year's Day\n", "utf-8")
    assert told(folder) == ["calendars/england.yaml: changed since it was locked"]
    assert lock.write(folder) == ["calendars/england.yaml changed"]
    assert told(folder) == []
    assert lock.write(folder) == []


def test_a_lock_that_is_missing_or_spoilt_is_told_of(folder: Folder) -> None:
    path = folder.root / lock.NAME
    path.write_text("# head\nnonsense\n", "utf-8")
    assert "plans.lock:2: is not 'digest  file'" in told(folder)[0]
    path.unlink()
    assert told(folder) == ["plans.lock: is missing"]
