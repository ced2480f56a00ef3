"""docs/guide/operate.md names every setting the code reads, and only commands that exist."""

from __future__ import annotations

import re

import pytest

from tests.installation.places import ROOT
from touchstone.cli.main import main

GUIDE = (ROOT / "docs" / "guide" / "operate.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", GUIDE) + re.findall(r"^    (.+)$", GUIDE, re.MULTILINE)
HAVE_PARTS = {"log", "mail", "person", "plan"}
CALL = re.compile(r"\btouchstone ([a-z]+)(?: ([a-z][a-z-]*))?((?: .*)?)")


def called() -> list[tuple[list[str], list[str]]]:
    """(words of the command, its options), for each command the guide names."""
    found = []
    for code in CODE:
        for command, part, rest in CALL.findall(code):
            words = [command, part] if part and command in HAVE_PARTS else [command]
            found.append((words, re.findall(r"--[a-z-]+", rest.partition("&&")[0])))
    return found


def test_the_guide_names_commands() -> None:
    named = {words[0] for words, _ in called()}
    assert {"prepare", "check", "owner", "serve", "minute", "backup", "restore", "log", "status"} <= named


@pytest.mark.parametrize(("words", "options"), called(), ids=str)
def test_every_command_it_names_is_there_with_its_options(
    words: list[str], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--help"]) == 0
    said = capsys.readouterr().out
    assert [option for option in options if option not in said] == []


def test_every_setting_is_in_the_table_and_no_other() -> None:
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        read |= set(re.findall(r"\bTOUCHSTONE_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert set(re.findall(r"^\| `(TOUCHSTONE_[A-Z_]+)` \|", GUIDE, re.MULTILINE)) == read
