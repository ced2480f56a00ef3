"""How long the parts lasted, each and together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from touchstone.rules.conduct.parts import name, of_kinds
from touchstone.rules.days import count
from touchstone.rules.decision import Finding
from touchstone.rules.facts.parts import Part
from touchstone.rules.facts.questions import ConductFacts
from touchstone.rules.findings import Answers, figures, met, missed, not_applicable, not_given, unknown
from touchstone.standards.kinds import MinutesEach, PartCount, QuestioningMinutes, TotalMinutes
from touchstone.standards.model import Plan, Rule


def total_minutes(kind: TotalMinutes, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    """Parts beyond those asked for do no harm: when all together are too long, only as many as asked for count."""
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    parts = of_kinds(facts.parts, kind.counts)
    known = _minutes(parts)
    left_out = 0
    if kind.maximum is not None and known > kind.maximum:
        asked_for = _as_asked(parts, rule, plan)
        left_out, parts, known = len(parts) - len(asked_for), asked_for, _minutes(asked_for)
    unsaid = sum(part.minutes is None for part in parts)
    because = f"{count(known, 'minute')} in {count(len(parts), 'part')}; {_asked(kind.minimum, kind.maximum)}"
    because += f"; {left_out} more than asked for left out." if left_out else "."
    if kind.maximum is not None and known > kind.maximum:
        return missed(plan, rule, because, **({} if unsaid else {"minutes": known}))
    if unsaid:
        return unknown(plan, rule, f"{because} Minutes not given for {unsaid}.")
    answer = missed if kind.minimum is not None and known < kind.minimum else met
    return answer(plan, rule, because, minutes=known)


def _as_asked(parts: list[Part], rule: Rule, plan: Plan) -> list[Part]:
    """For each kind of part with a length of its own: as many as asked for, the shortest that are long enough."""
    kept = list(parts)
    for kind in dict.fromkeys(part.kind for part in parts):
        number, least = _asked_of(kind, rule, plan)
        own = of_kinds(parts, (kind,))
        enough = sorted((p for p in own if p.minutes is not None and p.minutes >= least), key=lambda p: p.minutes or 0)
        if least and number and len(enough) >= number:
            kept = [part for part in kept if part.kind != kind] + enough[:number]
    return kept


def _asked_of(part: str, rule: Rule, plan: Plan) -> tuple[int, int]:
    """How many parts of this kind the plan asks for in this method, and the least minutes of each (0: none stated)."""
    kinds = [other.kind for other in plan.rules if other.id.startswith("conduct.") and other.method == rule.method]
    counts = [kind for kind in kinds if isinstance(kind, PartCount) and kind.part == part]
    each = [kind.minimum or 0 for kind in kinds if isinstance(kind, MinutesEach) and kind.part == part]
    return max((kind.count for kind in counts), default=0), max(
        [kind.minutes_each or 0 for kind in counts] + each, default=0
    )


def minutes_each(kind: MinutesEach, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    """As many parts as the plan asks for are long enough (more do no harm), and none is too long."""
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    held = of_kinds(facts.parts, (kind.part,))
    if not held:
        return not_applicable(plan, rule, f"No {name(kind.part)} was held.")
    number = min(_asked_of(kind.part, rule, plan)[0] or len(held), len(held))
    known = [part.minutes for part in held if part.minutes is not None]
    unsaid = len(held) - len(known)
    enough = sum(minutes >= (kind.minimum or 0) for minutes in known)
    too_long = [minutes for minutes in known if kind.maximum is not None and minutes > kind.maximum]
    told = ", ".join(str(minutes) for minutes in known) or "not given"
    because = f"Minutes of each {name(kind.part)}: {told}; {_asked(kind.minimum, kind.maximum)}."
    if too_long or enough + unsaid < number:
        return missed(plan, rule, because)
    if unsaid and (enough < number or kind.maximum is not None):
        return unknown(plan, rule, f"{because} Not given for {unsaid}.")
    return met(plan, rule, because)


def questioning_minutes(kind: QuestioningMinutes, rule: Rule, facts: ConductFacts, plan: Plan) -> Finding:
    if facts.parts is None:
        return not_given(plan, rule, parts=None)
    held = of_kinds(facts.parts, ("questioning",))
    if not held and not kind.required:
        return met(plan, rule, "No questioning was held, and none is required.")
    known = _minutes(held)
    unsaid = sum(part.minutes is None for part in held)
    because = f"{count(known, 'minute')} of questioning; {_asked(kind.minimum, kind.maximum)}."
    if (kind.maximum is not None and known > kind.maximum) or (not unsaid and known < (kind.minimum or 0)):
        return missed(plan, rule, because)
    if not held:
        return missed(plan, rule, "No questioning was held, and it is required.")
    if unsaid and (kind.maximum is not None or known < (kind.minimum or 0)):
        return unknown(plan, rule, f"{because} Not given for {unsaid}.")
    return met(plan, rule, because)


def _asked(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and minimum == maximum:
        return f"exactly {minimum} asked for"
    ends = [f"at least {minimum}"] if minimum is not None else []
    ends += [f"at most {maximum}"] if maximum is not None else []
    return f"{' and '.join(ends)} asked for" if ends else "no limit stated"


def _minutes(parts: Iterable[Part]) -> int:
    return sum(part.minutes or 0 for part in parts)


def score(findings: Sequence[Finding]) -> dict[str, object]:
    """``minutes``: the total that counts; left out while the minutes of a part are not known."""
    return figures(findings, "minutes")


ANSWERS: Answers = {TotalMinutes: total_minutes, MinutesEach: minutes_each, QuestioningMinutes: questioning_minutes}
