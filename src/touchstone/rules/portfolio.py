"""portfolio: may this portfolio be submitted?

An excluded or unmapped piece counts towards nothing. A piece whose type or KSBs are not given may or may not count:
a rule that would come out differently says "unknown".
"""

from __future__ import annotations

from collections.abc import Iterable

from touchstone.rules.days import count
from touchstone.rules.decision import Finding
from touchstone.rules.facts.parts import Item
from touchstone.rules.facts.questions import PortfolioFacts
from touchstone.rules.findings import Answers, met, missed, not_given, unknown
from touchstone.standards.kinds import (
    Anonymised,
    Coverage,
    EmployerContribution,
    ExcludedTypes,
    ItemCount,
    KnownKsbs,
    MenteeCount,
)
from touchstone.standards.model import Plan, Rule


def item_count(kind: ItemCount, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    sure, perhaps = len(_counting(facts.items, plan)), len(_perhaps(facts.items, plan))
    asked = f"{kind.minimum} to {kind.maximum} are typical"
    possible = {kind.minimum <= n <= kind.maximum for n in range(sure, sure + perhaps + 1)}
    if len(possible) > 1:
        return unknown(plan, rule, f"{sure} to {count(sure + perhaps, 'piece')} that count; {asked}.")
    because = f"{count(sure, 'piece')} that count{'s' if sure == 1 else ''}; {asked}."
    return met(plan, rule, because) if possible == {True} else missed(plan, rule, because)


def two_mentees(kind: MenteeCount, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    sure = _mentees(_counting(facts.items, plan))
    perhaps = sure | _mentees(_perhaps(facts.items, plan))
    because = f"{count(len(sure), 'mentee')} in the pieces that count; {kind.minimum} are asked for."
    if len(sure) >= kind.minimum:
        return met(plan, rule, because)
    return missed(plan, rule, because) if len(perhaps) < kind.minimum else unknown(plan, rule, because)


def anonymised(kind: Anonymised, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    open_ = _named(facts.items, [item.anonymised is False for item in facts.items])
    unsaid = _named(facts.items, [item.anonymised is None for item in facts.items])
    if open_:
        return missed(plan, rule, f"Not anonymised: {', '.join(open_)}.", items=open_)
    if unsaid:
        return unknown(plan, rule, f"Not said whether anonymised: {', '.join(unsaid)}.", items=unsaid)
    return met(plan, rule, f"{len(facts.items)} of {count(len(facts.items), 'piece')} anonymised.")


def excluded_type(kind: ExcludedTypes, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    excluded = _named(facts.items, [item.type in kind.types for item in facts.items])
    unsaid = _named(facts.items, [item.type is None for item in facts.items])
    if excluded:
        because = f"Of an excluded type ({', '.join(kind.types)}): {', '.join(excluded)}."
        return missed(plan, rule, because, items=excluded)
    if unsaid:
        return unknown(plan, rule, f"Type not given: {', '.join(unsaid)}.", items=unsaid)
    return met(plan, rule, f"None is of an excluded type ({', '.join(kind.types)}).")


def employer_contribution(kind: EmployerContribution, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    other = _named(facts.items, [item.contribution not in (None, kind.contribution) for item in facts.items])
    if other:
        return missed(
            plan, rule, f"Employers' pieces that are no {kind.contribution}: {', '.join(other)}.", items=other
        )
    return met(plan, rule, f"Every employer's piece is an {kind.contribution}, or there is none.")


def coverage(kind: Coverage, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    asked = plan.method(kind.underpins).ksbs
    claimed = _ksbs(_counting(facts.items, plan))
    gaps = [ksb.code for ksb in plan.ksbs if ksb.code in asked and ksb.code not in claimed]
    because = f"{len(asked) - len(gaps)} of {len(asked)} KSBs of the {kind.underpins} have a piece mapped to them"
    if not gaps:
        return met(plan, rule, f"{because}.", gaps=gaps)
    because += f"; missing {', '.join(gaps)}."
    perhaps = _perhaps(facts.items, plan)
    if any(item.ksbs is None for item in perhaps) or _ksbs(perhaps) & set(gaps):
        return unknown(plan, rule, f"{because} Some pieces lack their type or KSBs.", gaps=gaps)
    return missed(plan, rule, because, gaps=gaps)


def known_ksbs(kind: KnownKsbs, rule: Rule, facts: PortfolioFacts, plan: Plan) -> Finding:
    if facts.items is None:
        return not_given(plan, rule, items=None)
    strange = sorted(_ksbs(facts.items) - _known(plan))
    if strange:
        return missed(plan, rule, f"Not KSBs of this standard: {', '.join(strange)}.", ksbs=strange)
    unsaid = _named(facts.items, [item.ksbs is None for item in facts.items])
    if unsaid:
        return unknown(plan, rule, f"KSBs not given: {', '.join(unsaid)}.", items=unsaid)
    return met(plan, rule, "Every KSB named is one of this standard.")


def _counting(items: Iterable[Item], plan: Plan) -> list[Item]:
    """The pieces that certainly count: mapped to a KSB of the standard, and of a type that is not excluded."""
    known, excluded = _known(plan), _excluded(plan)
    return [
        item
        for item in items
        if item.type is not None and item.type not in excluded and not known.isdisjoint(item.ksbs or ())
    ]


def _perhaps(items: Iterable[Item], plan: Plan) -> list[Item]:
    """The pieces that may count, once what is left out is known."""
    known, excluded = _known(plan), _excluded(plan)
    unsaid = [item for item in items if item.type is None or item.ksbs is None]
    return [
        item for item in unsaid if item.type not in excluded and (item.ksbs is None or not known.isdisjoint(item.ksbs))
    ]


def _excluded(plan: Plan) -> set[str]:
    """The types that do not count."""
    return {kind for rule in plan.rules if isinstance(rule.kind, ExcludedTypes) for kind in rule.kind.types}


def _known(plan: Plan) -> set[str]:
    return {ksb.code for ksb in plan.ksbs}


def _ksbs(items: Iterable[Item]) -> set[str]:
    return {code for item in items for code in item.ksbs or ()}


def _mentees(items: Iterable[Item]) -> set[str]:
    return {item.mentee for item in items if item.mentee is not None}


def _named(items: tuple[Item, ...], wanted: list[bool]) -> list[str]:
    """The ids of the wanted pieces; one without an id is named by its place."""
    pairs = zip(enumerate(items, 1), wanted, strict=True)
    return [item.id or f"piece {place}" for (place, item), is_wanted in pairs if is_wanted]


ANSWERS: Answers = {
    ItemCount: item_count,
    MenteeCount: two_mentees,
    Anonymised: anonymised,
    ExcludedTypes: excluded_type,
    EmployerContribution: employer_contribution,
    Coverage: coverage,
    KnownKsbs: known_ksbs,
}
