"""Every worked case of the project, and that together they try every rule of every plan both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.plans import PUBLISHED, ROOT, held
from touchstone.cli.cases import Case, read_cases
from touchstone.cli.decide import decide, differences
from touchstone.rules.bearing import of_question
from touchstone.standards.kinds import AllCriteria, GradeTable, PointsThreshold
from touchstone.standards.questions import PREFIXES

FILES = sorted((ROOT / "standards").glob("*/cases/*.yaml"))
SHARED = ROOT.parent / "shared" / "cases"  # beside the repository where the contract's own cases are at hand
DISPUTED: dict[str, str] = {}  # "file: case id" -> why we think a shared case is wrong; each is said in the test run


def cases_of(files: list[Path]) -> list[Case]:
    read = [read_cases(str(file)) for file in files]
    assert [str(fault) for file in read for fault in file.faults] == []
    return [case for file in read for case in file.cases]


CASES = cases_of(FILES)


def name_of(case: Case) -> str:
    return f"{Path(case.file).name}: {case.id}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_case_is_decided_as_expected(case: Case) -> None:
    if name_of(case) in DISPUTED:
        pytest.xfail(DISPUTED[name_of(case)])
    assert case.expect
    assert differences(case.expect, decide(case, {})) == []


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_case_says_where_its_answer_comes_from(case: Case) -> None:
    assert case.source


AGAINST = ("not-met", "warning", "needs-ruling", "unknown")


def tried(plan_id: str) -> tuple[set[str], set[str]]:
    """The rule ids that some case of the plan meets, and those that some case does not.

    A grade that is not reached and a table without the grades it combines block nothing: their rules are then not
    applicable, and that is how they are not met.
    """
    plan = held(plan_id)
    steps = {r.id for r in plan.rules if isinstance(r.kind, (AllCriteria, PointsThreshold, GradeTable))}
    met, against = set(), set()
    for case in CASES:
        for finding in decide(case, {}).findings if case.plan == plan_id else ():
            if finding.verdict == "met":
                met.add(finding.rule)
            elif finding.verdict in AGAINST or finding.rule in steps:
                against.add(finding.rule)
    return met, against


@pytest.mark.parametrize("plan_id", PUBLISHED)
def test_every_rule_has_a_case_that_meets_it_and_one_that_does_not(plan_id: str) -> None:
    plan = held(plan_id)
    ids = {rule.id for question in PREFIXES for rule in of_question(question, plan)}
    met, against = tried(plan_id)
    assert ids - met == set(), "never met"
    assert ids - against == set(), "never missed"


def test_every_question_a_plan_is_silent_on_has_a_case() -> None:
    asked = {(case.plan, case.ask) for case in CASES if "plan.silent" in (case.expect or {}).get("blockers", [])}
    assert asked == {(plan_id, question) for plan_id in PUBLISHED for question in held(plan_id).silent}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not beside this repository")
def test_the_copies_of_the_shared_cases_are_true() -> None:
    copies = {file.name.removeprefix("shared-"): file for file in FILES if file.name.startswith("shared-")}
    shared = {file.name: file for file in SHARED.glob("*.yaml")}
    assert {name: file.read_bytes() for name, file in copies.items()} == {
        name: file.read_bytes() for name, file in shared.items()
    }
