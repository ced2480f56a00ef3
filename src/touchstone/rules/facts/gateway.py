"""Reading the facts of the gateway: some are every plan's, the rest are those the plan's own rules ask for."""

from __future__ import annotations

from dataclasses import replace

from touchstone.rules.facts.problems import Problem, Wrong
from touchstone.rules.facts.questions import GatewayFacts
from touchstone.rules.facts.readers import Reader, amount, as_mapping, facts_of, key_of, nearest, record, yes_no
from touchstone.rules.facts.words import LEVELS, SUBJECTS, YES_NO, Words

_every_plans: Reader[GatewayFacts] = record(GatewayFacts, "gateway")


def read_gateway(value: object, words: Words) -> GatewayFacts:
    given = as_mapping(value)
    own = {key_of(field) for field in facts_of(GatewayFacts)}
    foreign = {*YES_NO, *LEVELS, *SUBJECTS} - {*words.yes_no, *words.levels, *words.subjects}
    problems: list[Problem] = []
    every_plans: dict[str, object] = {}
    said: dict[str, bool] = {}
    levels: dict[str, int] = {}
    for key, item in given.items():
        try:
            if key in foreign:
                problems.append(Problem((key,), "is not a fact of this plan; no rule of its gateway asks for it"))
            elif key in words.yes_no:
                said[key] = yes_no(item, words)
            elif key in words.levels:
                levels[key] = amount(item, words)
            elif key in own:
                every_plans[key] = item
            else:
                known = (*sorted(own), *words.yes_no, *words.levels)
                problems.append(Problem((str(key),), f"is not a fact of gateway; {nearest(key, known)}"))
        except Wrong as wrong:
            problems += wrong.under(key)
    try:
        read = _every_plans(every_plans, words)
    except Wrong as wrong:
        raise Wrong(*problems, *wrong.problems) from None
    if problems:
        raise Wrong(*problems)
    return replace(read, yes_no=said, levels=levels)
