"""Methods marked by criteria, each met or not met."""

from __future__ import annotations

from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import GradeMethodFacts
from touchstone.rules.findings import Answers, met, missed, not_applicable
from touchstone.standards.kinds import AllCriteria
from touchstone.standards.model import Method, Plan, Rule


def all_criteria(kind: AllCriteria, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    """Every criterion of the grade and of those below it is met. A theme without such a criterion asks nothing.

    Only the lowest grade can be missed; the rule of a higher one is then not applicable and says what was missing.
    """
    method = plan.method(facts.method or "")
    own, below = _failed(method, facts, plan, kind.grade)
    total = sum(criterion.grade == kind.grade for criterion in method.criteria)
    because = f"{total - len(own)} of {total} {kind.grade} criteria met"
    lowest = kind.grade == plan.component_grades[1]
    if own and lowest:
        return missed(plan, rule, f"{because}; not met: {', '.join(own)}.", not_met=own)
    if own or below:
        because = f"No {kind.grade}; not met: {', '.join(below + own)}."
        return not_applicable(plan, rule, because, not_met=below + own)
    missing = unmarked(method, facts)
    if missing:
        return not_applicable(
            plan, rule, f"Not decided before every criterion has its mark; missing {', '.join(missing)}."
        )
    return met(plan, rule, f"{because}.", grade=kind.grade)


def unmarked(method: Method, facts: GradeMethodFacts) -> list[str]:
    return [criterion.id for criterion in method.criteria if criterion.id not in (facts.marks or {})]


def _failed(method: Method, facts: GradeMethodFacts, plan: Plan, grade: str) -> tuple[list[str], list[str]]:
    """The criteria that are not met: of this grade, and of the grades below it."""
    lower = plan.component_grades[: plan.component_grades.index(grade)]
    failed = [criterion for criterion in method.criteria if (facts.marks or {}).get(criterion.id) == "not-met"]
    return [c.id for c in failed if c.grade == grade], [c.id for c in failed if c.grade in lower]


ANSWERS: Answers = {AllCriteria: all_criteria}
