"""grade-method: what one method comes to. Each defect is reported by one rule alone."""

from __future__ import annotations

from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import GradeMethodFacts
from touchstone.rules.findings import Answers, met, not_applicable, unknown
from touchstone.rules.grade_method import criteria, points
from touchstone.rules.grade_method.points import score
from touchstone.standards.kinds import Complete
from touchstone.standards.model import Plan, Rule


def complete(kind: Complete, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    """Every criterion has its mark or its points. Too many points are left to the rule on valid points."""
    method = plan.method(facts.method or "")
    if method.points is not None:
        given, asked = len(facts.points or ()), method.points.criteria
        if given > asked:
            return not_applicable(plan, rule, f"{given} points for {asked} criteria.")
        because = f"Points for {given} of {asked} criteria."
        return met(plan, rule, because) if given == asked else unknown(plan, rule, because)
    missing = criteria.unmarked(method, facts)
    because = f"Marks for {len(method.criteria) - len(missing)} of {len(method.criteria)} criteria"
    return (
        unknown(plan, rule, f"{because}; missing {', '.join(missing)}.") if missing else met(plan, rule, f"{because}.")
    )


ANSWERS: Answers = {Complete: complete, **criteria.ANSWERS, **points.ANSWERS}

__all__ = ["ANSWERS", "score"]
