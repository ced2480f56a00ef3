"""KSBs and criteria are those of the published documents, word for word."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from touchstone.standards import catalogue
from touchstone.standards.model import Plan

SEEDS = Path(__file__).parent / "seeds"
SPECIFICATION = (SEEDS / "specification-ksbs-and-criteria.txt").read_text("utf-8")

# Slips of the pen in the copied summary, where the published standard has it right.
SLIPS = {"then learning programme": "the learning programme", "self- control": "self-control"}


def plan(plan_id: str) -> Plan:
    found = catalogue.plan(plan_id)
    assert isinstance(found, Plan)
    return found


def plainly(text: str) -> str:
    """Straight quotes, no last full stop: what two printings of one sentence may differ in."""
    return unicodedata.normalize("NFC", text).replace("’", "'").strip().rstrip(".")


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_each_ksb_of_the_mentor_standard_stands_in_the_specification(version: str) -> None:
    lines = [line.rstrip() for line in SPECIFICATION.splitlines()]
    ksbs = catalogue.standard("ST1379").ksbs[version]
    assert len(ksbs) == 35
    for ksb in ksbs:
        assert f"{ksb.code}\t{ksb.text}" in lines


@pytest.mark.parametrize("plan_id", ["ST1379-1.0", "ST1379-1.1"])
def test_each_criterion_stands_in_the_specification_with_its_ksbs(plan_id: str) -> None:
    criteria = [criterion for method in plan(plan_id).methods for criterion in method.criteria]
    for criterion in criteria:
        assert f"{criterion.text} ({', '.join(criterion.ksbs)})" in SPECIFICATION


@pytest.mark.parametrize("plan_id", ["ST1379-1.0", "ST1379-1.1"])
def test_no_criterion_of_the_specification_is_left_out(plan_id: str) -> None:
    brackets = re.findall(r"\((?:[KSB]\d+(?:, )?)+\)", SPECIFICATION)
    criteria = [criterion for method in plan(plan_id).methods for criterion in method.criteria]
    assert [f"({', '.join(criterion.ksbs)})" for criterion in criteria] == brackets


@pytest.mark.parametrize("plan_id", ["ST1379-1.0", "ST1379-1.1"])
def test_criteria_are_numbered_in_the_order_of_the_specification(plan_id: str) -> None:
    for method, letter, counts in (("observation", "O", (7, 3)), ("discussion", "D", (11, 5))):
        for grade, mark, count in zip(("pass", "distinction"), "PD", counts, strict=True):
            ids = [c.id for c in plan(plan_id).method(method).criteria if c.grade == grade]
            assert ids == [f"{letter}-{mark}{n}" for n in range(1, count + 1)]


@pytest.mark.parametrize("plan_id", ["ST1379-1.0", "ST1379-1.1"])
def test_themes_hold_the_ksbs_the_specification_lists_under_them(plan_id: str) -> None:
    parts = re.split(r"^Theme - ", SPECIFICATION, flags=re.MULTILINE)[1:]
    listed = [(p.split("\n", 1)[0].strip(), re.findall(r"^([KSB]\d+)\t", p, re.MULTILINE)) for p in parts]
    themes = [(theme.name, list(theme.ksbs)) for method in plan(plan_id).methods for theme in method.themes]
    assert themes == listed


def test_both_versions_of_the_mentor_plan_say_the_same_and_differ_in_nothing_but_their_name() -> None:
    old, new = plan("ST1379-1.0"), plan("ST1379-1.1")
    for part in ("methods", "rules", "unset", "silent", "statements", "dispensations", "overall_grades"):
        assert getattr(old, part) == getattr(new, part)
    assert (old.delta_from_previous, new.delta_from_previous) == (None, "unverified")


def test_the_retired_standard_reads_as_its_published_page() -> None:
    page = (SEEDS / "standard-page-ksbs.txt").read_text("utf-8")
    listed = re.findall(r"^([KSB]\d+): (?:\1 )?(.*) Back to Duty$", page, re.MULTILINE)
    assert [(ksb.code, ksb.text) for ksb in catalogue.standard("ST0148").ksbs["1.0"]] == listed
    assert len(listed) == 27


def test_the_summary_says_the_same_with_its_lettered_behaviours_found_by_the_alias_table() -> None:
    standard = catalogue.standard("ST0148")
    texts = {ksb.code: plainly(ksb.text) for ksb in standard.ksbs["1.0"]}
    summary = (SEEDS / "summary-ksbs.txt").read_text("utf-8")
    found = {}
    for code, text in re.findall(r"^([KS]\d+|\w)\t(.+?)\s*$", summary, re.MULTILINE):
        for slip, right in SLIPS.items():
            text = text.replace(slip, right)
        found[standard.aliases.get(code, code)] = plainly(text)
    assert found == texts


def test_three_letters_of_the_summary_are_cyrillic_and_one_of_them_a_capital() -> None:
    summary = (SEEDS / "summary-ksbs.txt").read_text("utf-8")
    letters = re.findall(r"^(\w)\t", summary, re.MULTILINE)
    assert [f"U+{ord(letter):04X}" for letter in letters] == ["U+0430", "U+0062", "U+0421", "U+0064", "U+0435"]
    assert [catalogue.standard("ST0148").aliases[letter] for letter in letters] == ["B1", "B2", "B3", "B4", "B5"]
    assert [catalogue.standard("ST0148").aliases[letter] for letter in "abcde"] == ["B1", "B2", "B3", "B4", "B5"]
