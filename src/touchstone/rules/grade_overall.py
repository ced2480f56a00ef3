"""grade-overall: the grades of the methods combined; the cap on repeats comes last."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.rules.decision import Finding
from touchstone.rules.facts.parts import Component
from touchstone.rules.facts.questions import GradeOverallFacts
from touchstone.rules.findings import Answers, figures, found, met, missed, not_applicable, unknown
from touchstone.standards.kinds import AllComponents, GradeTable, NoFailedComponent, PointsTotal, RepeatCap
from touchstone.standards.model import Plan, Rule

NOTHING = Component()


def complete(kind: AllComponents, rule: Rule, facts: GradeOverallFacts, plan: Plan) -> Finding:
    missing = _ungraded(facts, plan)
    if missing:
        return unknown(plan, rule, f"No grade for: {', '.join(missing)}.", missing=missing)
    return met(plan, rule, f"Graded: {_told(facts, plan)}.")


def no_fail(kind: NoFailedComponent, rule: Rule, facts: GradeOverallFacts, plan: Plan) -> Finding:
    """One failed method decides, whatever the others come to."""
    failed = _failed(facts, plan)
    if failed:
        return missed(plan, rule, f"Failed: {', '.join(failed)}.", failed=failed)
    if _ungraded(facts, plan):
        return not_applicable(plan, rule, "No graded method is failed; some have no grade.")
    return met(plan, rule, "No method is failed.")


def table(kind: GradeTable, rule: Rule, facts: GradeOverallFacts, plan: Plan) -> Finding:
    """A row names the grades of the methods in the order of the plan, joined by "+"."""
    if _failed(facts, plan) or _ungraded(facts, plan):
        return not_applicable(plan, rule, "Combines the grades of methods that are all graded and none failed.")
    row = "+".join(_grade(facts, method.id) or "" for method in plan.methods)
    grade = kind.rows.get(row)
    if grade is None:
        return unknown(plan, rule, f"The table has no row for {_told(facts, plan)}.")
    return met(plan, rule, f"{_told(facts, plan)}: {grade}.", grade=grade)


def points(kind: PointsTotal, rule: Rule, facts: GradeOverallFacts, plan: Plan) -> Finding:
    given = {method.id: _component(facts, method.id).points for method in plan.methods}
    total = sum(value or 0 for value in given.values())
    figures = {} if None in given.values() else {"total": total}
    if _failed(facts, plan) or _ungraded(facts, plan):
        return not_applicable(plan, rule, "Adds the points of methods that are all graded and none failed.", **figures)
    missing = [method for method, value in given.items() if value is None]
    if missing:
        return unknown(plan, rule, f"No points for: {', '.join(missing)}.", missing=missing)
    impossible = [f"{method} {value}" for method, value in given.items() if not _possible(method, value or 0, plan)]
    if impossible:
        because = f"Points the sheets cannot come to (weighted points are asked for): {', '.join(impossible)}."
        return unknown(plan, rule, because)
    grade = kind.grade if total >= kind.minimum else kind.otherwise
    sum_ = " + ".join(str(value) for value in given.values())
    because = f"{sum_} = {total} points; {kind.grade} needs {kind.minimum}: {grade}."
    return met(plan, rule, because, grade=grade, **figures)


def repeat_cap(kind: RepeatCap, rule: Rule, facts: GradeOverallFacts, plan: Plan) -> Finding:
    grade = _before_cap(facts, plan)
    if not facts.repeated:
        return not_applicable(plan, rule, "No method was resat or retaken.")
    repeated = f"Resat or retaken: {', '.join(facts.repeated)}"
    if facts.exceptional_circumstances:
        return met(plan, rule, f"{repeated}; exceptional circumstances are recorded, so there is no cap.")
    if grade is None:
        return not_applicable(plan, rule, f"{repeated}; there is no grade to cap yet.")
    ranks = plan.overall_grades
    if ranks.index(grade) <= ranks.index(kind.grade):
        return met(plan, rule, f"{repeated}; {grade} is not above {kind.grade}.", at_most=kind.grade)
    because = f"{repeated}; {grade} is lowered to {kind.grade}."
    return found(plan, rule, "warning", because, at_most=kind.grade, before=grade)


def _before_cap(facts: GradeOverallFacts, plan: Plan) -> str | None:
    """What the table or the points give; None where that is not known or a method is failed."""
    for rule in plan.rules:
        finding = None
        if isinstance(rule.kind, GradeTable):
            finding = table(rule.kind, rule, facts, plan)
        elif isinstance(rule.kind, PointsTotal):
            finding = points(rule.kind, rule, facts, plan)
        if finding is not None and "grade" in finding.evidence:
            return str(finding.evidence["grade"])
    return None


def _component(facts: GradeOverallFacts, method: str) -> Component:
    return (facts.components or {}).get(method, NOTHING)


def _grade(facts: GradeOverallFacts, method: str) -> str | None:
    return _component(facts, method).grade


def _ungraded(facts: GradeOverallFacts, plan: Plan) -> list[str]:
    return [method.id for method in plan.methods if _grade(facts, method.id) is None]


def _failed(facts: GradeOverallFacts, plan: Plan) -> list[str]:
    return [method.id for method in plan.methods if _grade(facts, method.id) == plan.component_grades[0]]


def _possible(method: str, value: int, plan: Plan) -> bool:
    sheet = plan.method(method).points
    return sheet is None or (0 <= value <= sheet.max_weighted and value % sheet.weight == 0)


def _told(facts: GradeOverallFacts, plan: Plan) -> str:
    return ", ".join(f"{method.id} {_grade(facts, method.id)}" for method in plan.methods)


def score(findings: Sequence[Finding]) -> dict[str, object]:
    """``total`` points of all methods, where the plan adds points and all are given."""
    return figures(findings, "total")


ANSWERS: Answers = {
    AllComponents: complete,
    NoFailedComponent: no_fail,
    GradeTable: table,
    PointsTotal: points,
    RepeatCap: repeat_cap,
}
