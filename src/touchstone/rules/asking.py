"""The one way to ask: question, plan, facts and perhaps an organisation's policy -> decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from touchstone.rules import (
    appeal_panel,
    assessor,
    booking,
    certificate,
    conduct,
    gateway,
    grade_method,
    grade_overall,
    outcomes,
    portfolio,
    recording,
    repeat,
    start,
)
from touchstone.rules import facts as facts_of
from touchstone.rules.bearing import OF_A_METHOD, bearing, unanswered
from touchstone.rules.decision import Decision, Finding
from touchstone.rules.findings import Answers, unknown
from touchstone.rules.layering import layered
from touchstone.rules.standing import not_held, rests_on, silent
from touchstone.standards.model import Plan, PlanNotHeld, Policy, Rule

ENGINE_VERSION = "1"

Outcome = Callable[[Sequence[Finding], Sequence[str]], str]
Score = Callable[[Sequence[Finding]], dict[str, object]]


def no_score(findings: Sequence[Finding]) -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Question:
    """How each kind of rule answers it, how the findings make its outcome, and the figures it reports."""

    answers: Answers
    outcome: Outcome = outcomes.permission
    score: Score = no_score


QUESTIONS: Mapping[str, Question] = {
    "start": Question(start.ANSWERS),
    "gateway": Question(gateway.ANSWERS, score=gateway.score),
    "portfolio": Question(portfolio.ANSWERS),
    "booking": Question(booking.ANSWERS, score=booking.score),
    "recording": Question(recording.ANSWERS),
    "conduct": Question(conduct.ANSWERS, score=conduct.score),
    "grade-method": Question(grade_method.ANSWERS, outcomes.method_grade, grade_method.score),
    "grade-overall": Question(grade_overall.ANSWERS, outcomes.overall_grade, grade_overall.score),
    "repeat": Question(repeat.ANSWERS, outcomes.repeat),
    "certificate": Question(certificate.ANSWERS),
    "assessor": Question(assessor.ANSWERS),
    "appeal-panel": Question(appeal_panel.ANSWERS),
}


class UnknownQuestion(ValueError):
    """A question nobody can ask; the message names those one can."""


def ask(question: str, plan: Plan | PlanNotHeld, facts: Mapping[str, object], policy: Policy | None = None) -> Decision:
    """Answer ``question`` on plain ``facts`` (the format of the decision cases; dates and instants real or ISO text).

    Raises ``FactsError`` for facts that are not this question's, not this plan's or of the wrong type,
    ``UnknownQuestion``, and ``ValueError`` for a policy of another plan. Else it always answers.
    """
    if question not in QUESTIONS:
        raise UnknownQuestion(f"There is no question '{question}'; ask {', '.join(QUESTIONS)}.")
    if policy is not None and isinstance(plan, Plan):
        plan = layered(plan, policy)
    typed = facts_of.read(question, plan, facts)
    findings = _findings(question, plan, typed)
    asked = QUESTIONS[question]
    return Decision(
        question=question,
        outcome=asked.outcome(findings, _grades(question, plan)),
        findings=findings,
        plan=plan.id,
        plan_hash=plan.hash if isinstance(plan, Plan) else plan.standard.hash,
        engine_version=ENGINE_VERSION,
        policy_hash=policy.hash if policy is not None else None,
        score=asked.score(findings),
        gaps=tuple(gap for finding in findings for gap in finding.evidence.get("gaps", ())),
        rests_on=rests_on(question, plan, findings),
    )


def _findings(question: str, plan: Plan | PlanNotHeld, facts: Any) -> tuple[Finding, ...]:
    held = not_held(plan) if question != "start" else None
    if held is not None:
        return (held,)
    method = getattr(facts, "method", None)
    found = tuple(_answer(question, rule, facts, plan) for rule in bearing(question, plan, method))
    if question in OF_A_METHOD and method is None:
        found += tuple(
            unknown(plan, rule, "Not given: method.", missing=["method"], earliest=None)
            for rule in unanswered(question, plan)
        )
    return found + silent(question, plan, found)


def _answer(question: str, rule: Rule, facts: Any, plan: Plan | PlanNotHeld) -> Finding:
    finding = QUESTIONS[question].answers[type(rule.kind)](rule.kind, rule, facts, plan)
    if question == "gateway" and isinstance(plan, Plan):
        return gateway.dispensed(finding, rule, facts, plan)
    return finding


def _grades(question: str, plan: Plan | PlanNotHeld) -> tuple[str, ...]:
    if isinstance(plan, PlanNotHeld):
        return ()
    return plan.component_grades if question == "grade-method" else plan.overall_grades
