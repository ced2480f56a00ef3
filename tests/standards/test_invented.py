"""A third standard is a folder of YAML and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from touchstone.standards import catalogue
from touchstone.standards.kinds import GradeTable, PointsThreshold
from touchstone.standards.model import Plan, PlanNotHeld

INVENTED = catalogue.of_folder(Path(__file__).parent / "invented")
SOURCE = Path(__file__).parents[2] / "src"
NAMED = re.compile("|".join(catalogue.references()), re.IGNORECASE)


def test_a_standard_of_other_shapes_loads_with_the_same_loader() -> None:
    assert INVENTED.plan_ids() == ("XX0001-2.0", "XX0001-2.1")
    plan = INVENTED.plan("XX0001-2.0")
    assert isinstance(plan, Plan)
    assert [method.id for method in plan.methods] == ["written-test", "night-watch", "viva"]
    assert plan.overall_grades == ("refer", "pass", "credit", "outstanding")
    assert plan.method("written-test").points is not None
    assert [criterion.id for criterion in plan.method("night-watch").criteria] == ["N-1", "N-2", "N-3"]
    table = next(rule.kind for rule in plan.rules if isinstance(rule.kind, GradeTable))
    assert table.rows["credit+credit+credit"] == "outstanding"
    assert {rule.id for rule in plan.rules if rule.shared} >= {"appeal.independent-member", "certificate.uln"}
    assert [rule.id for rule in plan.standard.rules] == ["start.version-open"]


def test_its_other_version_has_other_ksbs_and_no_plan() -> None:
    found = INVENTED.plan("XX0001-2.1")
    assert isinstance(found, PlanNotHeld)
    assert [ksb.code for ksb in found.ksbs] == ["K1", "S1", "B1"]
    assert found.ksbs[0].text != found.standard.ksbs["2.0"][0].text


def test_its_policy_fills_what_its_plan_leaves_open() -> None:
    [rule] = INVENTED.policy("example-credit-points").rules
    assert rule.kind == PointsThreshold(grade="credit", criteria_at_top=3, min_weighted=22)


def test_no_line_of_our_code_names_a_standard() -> None:
    files = [path for path in SOURCE.rglob("*.py") if path.is_file()]
    assert len(files) > 20
    told = [
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if NAMED.search(line)
    ]
    assert told == []


def test_the_search_for_named_standards_finds_one() -> None:
    assert NAMED.search('if plan.id == "ST1379-1.1":')
    assert NAMED.search("LEARNING_MENTOR = 'st0148'")
    assert not NAMED.search('reference: str  # "ST0000"')
