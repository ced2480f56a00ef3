"""repeat: may this method be resat or retaken on this date? Counted from the day the outcome was notified."""

from __future__ import annotations

import datetime as dt

from touchstone.rules.days import add_months, count, say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import RepeatFacts
from touchstone.rules.findings import Answers, met, missed, not_applicable, not_given
from touchstone.standards.kinds import EmployerAgrees, FailedOnly, RepeatKind, TimeLimit, TypicalTime
from touchstone.standards.model import Plan, Rule


def failed_only(kind: FailedOnly, rule: Rule, facts: RepeatFacts, plan: Plan) -> Finding:
    """A failed method makes a failed whole, so any better grade of either is a wish to raise it."""
    grades = {"method": facts.component_grade, "overall": facts.overall_grade}
    told = ", ".join(f"{name} {grade}" for name, grade in grades.items() if grade is not None)
    if any(grade not in (None, plan.component_grades[0], plan.overall_grades[0]) for grade in grades.values()):
        return missed(plan, rule, f"Not failed: {told}.")
    if facts.component_grade is None:
        return not_given(plan, rule, component_grade=None)
    return met(plan, rule, f"Failed: {told}.")


def employer(kind: EmployerAgrees, rule: Rule, facts: RepeatFacts, plan: Plan) -> Finding:
    if facts.employer_agrees is None:
        return not_given(plan, rule, employer_agrees=None)
    if facts.employer_agrees:
        return met(plan, rule, "The employer agrees.")
    return missed(plan, rule, "The employer does not agree.")


def repeat_kind(kind: RepeatKind, rule: Rule, facts: RepeatFacts, plan: Plan) -> Finding:
    if facts.kind is None or facts.further_learning is None:
        return not_given(plan, rule, kind=facts.kind, further_learning=facts.further_learning)
    because = f"A {facts.kind} {'with' if facts.further_learning else 'without'} further learning."
    return (
        met(plan, rule, because) if facts.further_learning == (facts.kind == "retake") else missed(plan, rule, because)
    )


def typical_time(kind: TypicalTime, rule: Rule, facts: RepeatFacts, plan: Plan) -> Finding:
    """A month more, where a policy gives one, must have been asked for within the typical time."""
    since, date = facts.outcome_notified, facts.date
    if since is None or date is None or facts.kind is None:
        return not_given(plan, rule, kind=facts.kind, outcome_notified=since, date=date)
    if date < since:
        return not_applicable(plan, rule, f"{say(date)} is before the outcome was notified.")
    months = kind.resit_months if facts.kind == "resit" else kind.retake_months
    typical = last = add_months(since, months)
    because = (
        f"Outcome notified {say(since)}; a {facts.kind} is typical within {count(months, 'month')}, to {say(last)}"
    )
    if kind.extension_months and _asked_in_time(facts.requested, typical):
        last = add_months(since, months + kind.extension_months)
        because += f", and to {say(last)} as an extension was asked for"
    answer = met if date <= last else missed
    return answer(plan, rule, f"{because}; this is {say(date)}.")


def _asked_in_time(requested: bool | dt.date, last: dt.date) -> bool:
    return requested <= last if isinstance(requested, dt.date) else requested


def time_limit(kind: TimeLimit, rule: Rule, facts: RepeatFacts, plan: Plan) -> Finding:
    """Out of time means that everything is taken again; a date before the notification is simply wrong."""
    since, date = facts.outcome_notified, facts.date
    if since is None or date is None:
        return not_given(plan, rule, outcome_notified=since, date=date)
    last = add_months(since, kind.months)
    because = f"Outcome notified {say(since)}; {count(kind.months, 'month')} end {say(last)}; this is {say(date)}"
    if date < since:
        return missed(plan, rule, f"{because}, before the outcome was notified.")
    return met(plan, rule, f"{because}.") if date <= last else missed(plan, rule, f"{because}.", out_of_time=True)


ANSWERS: Answers = {
    FailedOnly: failed_only,
    EmployerAgrees: employer,
    RepeatKind: repeat_kind,
    TypicalTime: typical_time,
    TimeLimit: time_limit,
}
