"""The guide to deciding is true."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.rules.plans import ROOT
from touchstone.cli.decide import main
from touchstone.rules import QUESTIONS
from touchstone.rules.facts import CLASSES
from touchstone.rules.facts.parts import EVIDENCE_TYPES, Break, Component, Item, Member, Part, Qualification, Question
from touchstone.rules.facts.readers import facts_of, key_of
from touchstone.rules.facts.words import LEVELS, YES_NO

GUIDE = (ROOT / "docs" / "guide" / "decide.md").read_text()


def test_its_example_is_decided_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert example
    file = tmp_path / "example.yaml"
    file.write_text(example[1])
    assert main(["--check", str(file)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_names_every_question_with_its_facts(question: str) -> None:
    section = GUIDE.split(f"**{question}**")[1].split("\n\n")[0]
    facts = {key_of(field) for field in facts_of(CLASSES[question])}
    assert sorted(fact for fact in facts if f"`{fact}`" not in section) == []


def test_it_names_every_key_within_a_fact() -> None:
    keys = {key_of(f) for cls in (Break, Component, Item, Member, Part, Qualification, Question) for f in fields(cls)}
    assert sorted(key for key in {*keys, *YES_NO, *LEVELS} if f"`{key}`" not in GUIDE) == []
    assert [word for word in EVIDENCE_TYPES if word not in GUIDE] == []
