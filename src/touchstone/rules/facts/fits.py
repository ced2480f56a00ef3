"""Facts that are well formed and still not this plan's: points where it marks by criteria, an unknown criterion."""

from __future__ import annotations

from collections import Counter
from typing import Any

from touchstone.rules.facts.problems import Problem
from touchstone.rules.facts.questions import GradeMethodFacts, GradeOverallFacts, PortfolioFacts
from touchstone.rules.facts.readers import nearest
from touchstone.standards.kinds import ThresholdsKnown
from touchstone.standards.model import Plan


def misfits(facts: Any, plan: Plan) -> list[Problem]:
    if isinstance(facts, GradeMethodFacts):
        return _grade_method(facts, plan)
    if isinstance(facts, GradeOverallFacts):
        return _grade_overall(facts, plan)
    if isinstance(facts, PortfolioFacts):
        return _portfolio(facts)
    return []


def _grade_method(facts: GradeMethodFacts, plan: Plan) -> list[Problem]:
    methods = [method for method in plan.methods if facts.method in (None, method.id)]
    problems = []
    if facts.points is not None and all(method.points is None for method in methods):
        problems.append(Problem(("points",), "is not a fact of this plan; it marks by criteria, so give marks"))
    if facts.marks is not None and not any(method.themes for method in methods):
        problems.append(Problem(("marks",), "is not a fact of this plan; it marks by points, so give points"))
    elif facts.marks is not None:
        ids = tuple(criterion.id for method in methods for criterion in method.criteria)
        problems += [
            Problem(("marks", named), f"is no criterion of the {facts.method or 'plan'}; {nearest(named, ids)}")
            for named in facts.marks
            if named not in ids
        ]
    if facts.recorded_grade is not None and not any(isinstance(rule.kind, ThresholdsKnown) for rule in plan.rules):
        problems.append(Problem(("recorded_grade",), "is not a fact of this plan; its criteria decide the grade"))
    return problems


def _grade_overall(facts: GradeOverallFacts, plan: Plan) -> list[Problem]:
    by_criteria = {method.id for method in plan.methods if method.points is None}
    return [
        Problem(("components", method, "points"), "is not a fact of this plan; this method is not marked by points")
        for method, component in (facts.components or {}).items()
        if component.points is not None and method in by_criteria
    ]


def _portfolio(facts: PortfolioFacts) -> list[Problem]:
    times = Counter(item.id for item in facts.items or () if item.id is not None)
    return [
        Problem(("items", position, "id"), f"{item.id} is given to more than one piece")
        for position, item in enumerate(facts.items or (), 1)
        if item.id is not None and times[item.id] > 1
    ]
