"""Which parts were held, with whom, on which day, and whether they were genuine."""

from __future__ import annotations

from collections.abc import Iterable

from touchstone.rules.days import count, is_working_day, say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.parts import Part
from touchstone.rules.facts.questions import ConductFacts
from touchstone.rules.findings import Answers, found, met, missed, not_applicable, not_given, unknown
from touchstone.standards.kinds import DifferentLearners, Genuine, PartCount, SameDay
from touchstone.standards.model import Plan, Rule

TALK = ("questioning", "discussion")  # between assessor and apprentice; every other part shows mentoring


def part_count(kind: PartCount, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    """Enough parts that are long enough; more of them do no harm."""
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    held = of_kinds(facts.parts, (kind.part,))
    least = kind.minutes_each or 0
    enough = [part for part in held if least == 0 or (part.minutes is not None and part.minutes >= least)]
    unsaid = [part for part in held if least > 0 and part.minutes is None]
    long = f" of at least {count(least, 'minute')}" if least else ""
    because = f"{count(len(enough), name(kind.part))}{long}; {kind.count} asked for."
    if len(enough) >= kind.count:
        return met(plan, rule, because)
    if len(enough) + len(unsaid) >= kind.count:
        return unknown(plan, rule, f"{because} Minutes not given for {len(unsaid)}.")
    return missed(plan, rule, because)


def different_learners(kind: DifferentLearners, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    held = of_kinds(facts.parts, (kind.part,))
    learners = {part.learner for part in held if part.learner is not None}
    unsaid = sum(part.learner is None for part in held)
    because = f"{count(len(learners), 'learner')} across {count(len(held), name(kind.part))}; {kind.count} asked for."
    if len(learners) >= kind.count:
        return met(plan, rule, because)
    if len(learners) + unsaid >= kind.count:
        return unknown(plan, rule, f"{because} Learner not given for {unsaid}.")
    return missed(plan, rule, because)


def genuine(kind: Genuine, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    false = [name(part.kind) for part in facts.parts if part.genuine is False]
    sessions = [part for part in facts.parts if part.kind not in TALK]
    unsaid = sum(part.genuine is None for part in sessions)
    if false:
        return missed(plan, rule, f"Simulated or role-played: {', '.join(false)}.")
    if not sessions:
        return not_applicable(plan, rule, "No session was held.")
    if unsaid:
        return unknown(plan, rule, f"Not said of {count(unsaid, 'session')} whether genuine.")
    return met(plan, rule, f"{len(sessions)} of {count(len(sessions), 'session')} genuine.")


def same_day(kind: SameDay, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    """One calendar day. Whether a weekend or bank holiday is somebody's working day, a person has to look at."""
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    held = of_kinds(facts.parts, kind.parts)
    days = sorted({part.date for part in held if part.date is not None})
    told = ", ".join(say(day) for day in days)
    if len(days) > 1:
        return missed(plan, rule, f"Held on {len(days)} days: {told}.")
    if not held:
        return not_applicable(plan, rule, "No part was held on a day.")
    if any(part.date is None for part in held):
        return unknown(plan, rule, "Not given: the date of every part" + (f"; known is {told}." if told else "."))
    if not is_working_day(days[0], plan.holidays):
        why = plan.holidays.get(days[0]) or f"{days[0]:%A}"
        return found(plan, rule, "warning", f"All on {told}, which is no working day in England ({why}).")
    return met(plan, rule, f"All on {told}.")


def of_kinds(parts: Iterable[Part], kinds: Iterable[str]) -> list[Part]:
    wanted = set(kinds)
    return [part for part in parts if part.kind in wanted]


def name(part: str) -> str:
    return part.replace("-", " ")


ANSWERS: Answers = {PartCount: part_count, DifferentLearners: different_learners, Genuine: genuine, SameDay: same_day}
