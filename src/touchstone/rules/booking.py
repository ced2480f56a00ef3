"""booking: may this method be booked for this date? Notice and review are calendar days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from touchstone.rules.days import add_days, add_months, count, say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import BookingFacts
from touchstone.rules.findings import Answers, found, met, missed, not_applicable, unknown
from touchstone.standards.kinds import AssessmentPeriod, BookedAfterGateway, NoticeDays, ReviewDays
from touchstone.standards.model import Plan, Rule


def after_gateway(kind: BookedAfterGateway, rule: Rule, facts: BookingFacts, plan: Plan) -> Finding:
    """On the day of the confirmation or later."""
    since, date = facts.gateway_confirmed, facts.date
    if since is None or date is None:
        return _not_given(plan, rule, facts, "gateway_confirmed", since)
    because = f"Gateway confirmed {say(since)}, assessment {say(date)}."
    answer = met if date >= since else missed
    return answer(plan, rule, because, earliest=since)


def notice(kind: NoticeDays, rule: Rule, facts: BookingFacts, plan: Plan) -> Finding:
    """The apprentice may agree to a shorter notice only where the plan lets them."""
    given, date = facts.notice_given, facts.date
    if given is None or date is None:
        return _not_given(plan, rule, facts, "notice_given", given, kind.days)
    earliest = add_days(given, kind.days)
    because = f"Notice given {say(given)}, assessment {say(date)}: {_days(given, date)} of {count(kind.days, 'day')}"
    if date >= earliest:
        return met(plan, rule, f"{because}.", earliest=earliest)
    if kind.waivable and facts.short_notice_agreed:
        return found(plan, rule, "warning", f"{because}; the apprentice agreed to less.", earliest=earliest)
    if facts.short_notice_agreed:
        because += "; this notice cannot be agreed away"
    return missed(plan, rule, f"{because}.", earliest=earliest)


def portfolio_review(kind: ReviewDays, rule: Rule, facts: BookingFacts, plan: Plan) -> Finding:
    received, date = facts.portfolio_received, facts.date
    if received is None or date is None:
        return _not_given(plan, rule, facts, "portfolio_received", received, kind.days)
    earliest = add_days(received, kind.days)
    because = f"Portfolio with the assessor {say(received)}, assessment {say(date)}: "
    because += f"{_days(received, date)} of {count(kind.days, 'day')} to review it."
    answer = met if date >= earliest else missed
    return answer(plan, rule, because, earliest=earliest)


def last_day(kind: AssessmentPeriod, since: dt.date) -> dt.date:
    """Of the period that begins with the confirmation of the gateway on ``since``."""
    return add_months(since, kind.months)


def assessment_period(kind: AssessmentPeriod, rule: Rule, facts: BookingFacts, plan: Plan) -> Finding:
    since, date = facts.gateway_confirmed, facts.date
    if since is None or date is None:
        missing = [name for name, day in (("gateway_confirmed", since), ("date", date)) if day is None]
        return unknown(plan, rule, f"Not given: {', '.join(missing)}.", missing=missing)
    last = last_day(kind, since)
    because = f"Gateway confirmed {say(since)}; {count(kind.months, 'month')} end {say(last)}; assessment {say(date)}."
    if date < since:
        return not_applicable(plan, rule, because)
    return met(plan, rule, because) if date <= last else missed(plan, rule, because)


def _not_given(plan: Plan, rule: Rule, facts: BookingFacts, name: str, day: dt.date | None, days: int = 0) -> Finding:
    """Unknown; the first possible date is still told where the day it counts from is known."""
    missing = [name] * (day is None) + ["date"] * (facts.date is None)
    earliest = add_days(day, days) if day else None
    return unknown(plan, rule, f"Not given: {', '.join(missing)}.", missing=missing, earliest=earliest)


def _days(since: dt.date, until: dt.date) -> int:
    return (until - since).days


def score(findings: Sequence[Finding]) -> dict[str, object]:
    """``earliest``: the latest of the first dates the rules allow; left out while one of them is not known."""
    firsts = [finding.evidence["earliest"] for finding in findings if "earliest" in finding.evidence]
    return {"earliest": dt.date.fromisoformat(max(firsts))} if firsts and None not in firsts else {}


ANSWERS: Answers = {
    BookedAfterGateway: after_gateway,
    NoticeDays: notice,
    ReviewDays: portfolio_review,
    AssessmentPeriod: assessment_period,
}
