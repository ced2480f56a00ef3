"""gateway: is the apprentice ready for the assessment organisation to confirm gateway?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.rules.days import add_days, add_months, age_on, break_days, count, say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import GatewayFacts
from touchstone.rules.findings import Answers, figures, found, met, missed, not_applicable, not_given, unknown
from touchstone.rules.qualifications import how_qualified
from touchstone.standards.kinds import EnglishMaths, LevelAtLeast, MinimumDuration, Provided
from touchstone.standards.model import Dispensation, Plan, Rule


@dataclass(frozen=True, slots=True)
class Reached:
    """The first day with so many months behind it. ``later``: an open break comes on top, how long nobody has said.
    ``out_days``: those between a withdrawal and the return, which are not in ``day``.
    """

    day: dt.date
    months: int
    break_days: int
    out_days: int
    later: bool

    @property
    def beyond_doubt(self) -> dt.date:
        """The first day on which it is reached also if the days out do not count."""
        return add_days(self.day, self.out_days)


def minimum_duration(kind: MinimumDuration, rule: Rule, facts: GatewayFacts, plan: Plan) -> Finding:
    """The plan's own months; a shorter funding rule for later starts makes the time between the two a ruling.

    So do the days between a withdrawal and the return: no source says whether they count.
    """
    if facts.start is None:
        return not_given(plan, rule, start=None, **({} if facts.date else {"date": None}))
    own = funded = _reached(facts.start, kind.months, facts)
    if kind.funding_from and kind.funding_months and facts.start >= kind.funding_from:
        funded = _reached(facts.start, kind.funding_months, facts)
    earliest = None if own.later else max(own.beyond_doubt, funded.beyond_doubt)
    evidence = {"earliest": earliest} if earliest else {}
    said = _sum(facts.start, own) + (f" ({_sum(facts.start, funded)} by the funding rules)" if funded != own else "")
    if facts.date is None:
        return unknown(plan, rule, f"{said}. Not given: date.", **evidence)
    said += f"; gateway {say(facts.date)}"
    if facts.date < funded.day:
        return missed(plan, rule, f"{said} is earlier.", **evidence)
    if any(out.last is None for out in facts.withdrawals):
        return unknown(plan, rule, f"{said}. The apprentice is withdrawn, and no return is given.")
    if own.later:
        return unknown(plan, rule, f"{said}. The end of a break is not given, and its days come on top.")
    if facts.date < own.day:
        return found(plan, rule, "needs-ruling", f"{said} lies between, where the sources conflict.", **evidence)
    if facts.date < own.beyond_doubt:
        doubt = f"No source says whether the {count(own.out_days, 'day')} between withdrawal and return count"
        return found(
            plan, rule, "needs-ruling", f"{said}. {doubt}: without them it is {say(own.beyond_doubt)}.", **evidence
        )
    return met(plan, rule, f"{said}.", **evidence)


def _reached(start: dt.date, months: int, facts: GatewayFacts) -> Reached:
    breaks = [(b.first, b.last) for b in facts.breaks if b.last is not None]
    out = [(b.first, b.last) for b in facts.withdrawals if b.last is not None]
    days = break_days(start, breaks)
    open_ended = any(b.last is None for b in (*facts.breaks, *facts.withdrawals))
    day = add_days(add_months(start, months), days)
    return Reached(day, months, days, break_days(start, breaks + out) - days, open_ended)


def _sum(start: dt.date, reached: Reached) -> str:
    breaks = f" + {count(reached.break_days, 'day')} of breaks" if reached.break_days else ""
    return f"Start {say(start)} + {count(reached.months, 'month')}{breaks} = {say(reached.day)}"


def provided(kind: Provided, rule: Rule, facts: GatewayFacts, plan: Plan) -> Finding:
    said = facts.yes_no.get(kind.fact)
    name = kind.fact.replace("_", " ").capitalize()
    if said is None:
        return not_given(plan, rule, **{kind.fact: None})
    return met(plan, rule, f"{name}: yes.") if said else missed(plan, rule, f"{name}: no.")


def level_at_least(kind: LevelAtLeast, rule: Rule, facts: GatewayFacts, plan: Plan) -> Finding:
    level = facts.levels.get(kind.fact)
    if level is None:
        return not_given(plan, rule, **{kind.fact: None})
    because = f"Level {level}; level {kind.level} is asked for."
    return met(plan, rule, because) if level >= kind.level else missed(plan, rule, because)


def english_maths(kind: EnglishMaths, rule: Rule, facts: GatewayFacts, plan: Plan) -> Finding:
    """A qualification meets it; else the recorded choice of somebody old enough at the start does."""
    held = facts.english if kind.subject == "english" else facts.maths
    qualified, how = how_qualified(kind, held)
    if qualified:
        return met(plan, rule, f"{how}.")
    exempt, why = _exempt(kind, facts)
    if exempt:
        return met(plan, rule, f"{why}.")
    if qualified is None or exempt is None:
        return unknown(plan, rule, f"{how}; {why}.")
    return missed(plan, rule, f"{how}; {why}.")


def _exempt(kind: EnglishMaths, facts: GatewayFacts) -> tuple[bool | None, str]:
    """Whether the apprentice may do without (None: not known), and why."""
    if not facts.english_maths_choice_recorded:
        return False, "no choice to do without it is recorded"
    if facts.date is not None and facts.date < kind.exempt_from:
        return False, f"doing without it is possible from {say(kind.exempt_from)}, not on {say(facts.date)}"
    if facts.start is not None and facts.date_of_birth is not None:
        age = age_on(facts.date_of_birth, facts.start)
        at_start = f"aged {age} at the start on {say(facts.start)}"
        if age < kind.exempt_age:
            return False, f"{at_start}, under {kind.exempt_age}, so cannot do without it"
        if facts.date is not None:
            return True, f"{at_start[0].upper()}{at_start[1:]} and the choice to do without it is recorded"
    needed = {"date": facts.date, "start": facts.start, "date of birth": facts.date_of_birth}
    return None, f"not given: {', '.join(name for name, value in needed.items() if value is None)}"


def dispensed(finding: Finding, rule: Rule, facts: GatewayFacts, plan: Plan) -> Finding:
    """The finding, unless a dispensation named in the facts waives its rule on the question's date."""
    if finding.verdict == "met":
        return finding
    for dispensation in plan.dispensations:
        if dispensation.waives != rule.id or dispensation.id not in facts.dispensations:
            continue
        name = f"Dispensation {dispensation.id} ({_span(dispensation)})"
        if facts.date is None:
            return unknown(plan, rule, f"{name} may waive this. Not given: date.")
        if _runs(dispensation, facts.date):
            return not_applicable(plan, rule, f"{name} waives this on {say(facts.date)}.")
    return finding


def _runs(dispensation: Dispensation, day: dt.date) -> bool:
    return (dispensation.valid_from is None or day >= dispensation.valid_from) and day <= dispensation.valid_to


def _span(dispensation: Dispensation) -> str:
    since = f"from {say(dispensation.valid_from)} " if dispensation.valid_from else ""
    return f"{since}to {say(dispensation.valid_to)}"


def score(findings: Sequence[Finding]) -> dict[str, object]:
    """``earliest``: the first date on which the minimum duration is met."""
    return {name: dt.date.fromisoformat(day) for name, day in figures(findings, "earliest").items()}


ANSWERS: Answers = {
    MinimumDuration: minimum_duration,
    Provided: provided,
    EnglishMaths: english_maths,
    LevelAtLeast: level_at_least,
}
