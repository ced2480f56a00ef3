"""Which questions were asked. Only questions of the set count towards their number and themes."""

from __future__ import annotations

from touchstone.rules.days import count
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import ConductFacts
from touchstone.rules.findings import Answers, met, missed, not_given
from touchstone.standards.kinds import QuestionCount, ThemesAsked, UnobservedAsked
from touchstone.standards.model import Plan, Rule


def question_count(kind: QuestionCount, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    if facts.questions is None:
        return not_given(plan, rule, questions=None)
    number = sum(question.kind == "set" for question in facts.questions)
    because = f"{count(number, 'set question')} of {count(len(facts.questions), 'question')}; "
    because += f"at least {kind.minimum} asked for."
    return met(plan, rule, because) if number >= kind.minimum else missed(plan, rule, because)


def unobserved_asked(kind: UnobservedAsked, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    """Only KSBs of this method need to be seen in it."""
    if facts.not_observed is None:
        return not_given(plan, rule, not_observed=None)
    method = plan.method(rule.method) if rule.method else None
    unseen = [code for code in dict.fromkeys(facts.not_observed) if method is None or code in method.ksbs]
    if not unseen:
        return met(plan, rule, "Every KSB of the method was observed.")
    if facts.questions is None:
        return not_given(plan, rule, questions=None)
    asked = {code for question in facts.questions if question.kind == "unobserved" for code in question.ksbs or ()}
    missing = [code for code in unseen if code not in asked]
    if missing:
        because = f"Not observed and not asked about in a question of its own: {', '.join(missing)}."
        return missed(plan, rule, because, ksbs=missing)
    return met(plan, rule, f"Not observed, and asked about in questions of their own: {', '.join(unseen)}.")


def themes_asked(kind: ThemesAsked, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    if facts.questions is None:
        return not_given(plan, rule, questions=None)
    asked = {question.theme for question in facts.questions if question.kind == "set"}
    missing = [theme for theme in kind.themes if theme not in asked]
    if missing:
        return missed(plan, rule, f"No set question on: {', '.join(missing)}.", themes=missing)
    return met(plan, rule, f"All {count(len(kind.themes), 'theme')} asked about.")


ANSWERS: Answers = {QuestionCount: question_count, UnobservedAsked: unobserved_asked, ThemesAsked: themes_asked}
