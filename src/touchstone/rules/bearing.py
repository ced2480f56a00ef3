"""Which rules of a plan bear on a question: each rule id once."""

from __future__ import annotations

from touchstone.standards.model import Plan, PlanNotHeld, Rule
from touchstone.standards.questions import PREFIXES, prefix_of

OF_A_METHOD = ("booking", "conduct", "grade-method", "repeat")
MARKS_A_METHOD = "grade-method"  # every rule of it reads the method's own sheet


def of_question(question: str, plan: Plan | PlanNotHeld) -> list[Rule]:
    """Every rule of the question, of any method. Whether somebody may start is asked of the standard, not of a plan."""
    rules = plan.standard.rules if question == "start" or isinstance(plan, PlanNotHeld) else plan.rules
    return [rule for rule in rules if prefix_of(rule.id) == PREFIXES[question]]


def bearing(question: str, plan: Plan | PlanNotHeld, method: str | None) -> list[Rule]:
    """The rules of every method and those of ``method``; where a rule is of both, the one of the method.

    A question that has no method among its facts is asked about one method only (a recording about the observation),
    so a rule of any method bears on it.
    """
    rules = of_question(question, plan)
    if question not in OF_A_METHOD:
        return rules
    if method is None and question == MARKS_A_METHOD:
        return []
    own = {rule.id for rule in rules if rule.method is not None and rule.method == method}
    return [
        rule
        for rule in rules
        if (rule.method is None and rule.id not in own) or (rule.id in own and rule.method == method)
    ]


def unanswered(question: str, plan: Plan | PlanNotHeld) -> list[Rule]:
    """One rule for each id that cannot be answered while the method is not known."""
    rules = of_question(question, plan)
    answered = {rule.id for rule in bearing(question, plan, None)}
    return list({rule.id: rule for rule in reversed(rules) if rule.id not in answered}.values())[::-1]
