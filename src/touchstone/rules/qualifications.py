"""English and maths: which level by which route is enough."""

from __future__ import annotations

from itertools import product

from touchstone.rules.facts.parts import Qualification
from touchstone.standards.kinds import EnglishMaths

LEVELS: tuple[int | str, ...] = ("none", "E3", 1, 2)  # lowest first
EHC_PLAN_LEVEL = "E3"  # the route for people with an education, health and care plan asks for Entry Level 3


def how_qualified(kind: EnglishMaths, held: Qualification | None) -> tuple[bool | None, str]:
    """Whether what is held is enough (None: what is left out would decide it), in words."""
    subject = kind.subject.capitalize()
    if held is None:
        return None, f"{subject}: not given"
    levels = LEVELS if held.level is None else (held.level,)
    routes = kind.routes if held.route is None else (held.route,)
    verdicts = {_enough(kind, level, route) for level, route in product(levels, routes)}
    words = f"{subject}: {_named(held.level)}, {_said(held.route)}; level {kind.level} is asked for"
    if "ehc-plan" in kind.routes:
        words += ", or Entry Level 3 with an EHC plan"
    return (verdicts.pop() if len(verdicts) == 1 else None), words


def _enough(kind: EnglishMaths, level: int | str, route: str) -> bool:
    wanted = EHC_PLAN_LEVEL if route == "ehc-plan" else kind.level
    return route in kind.routes and _rank(level) >= _rank(wanted)


def _rank(level: int | str) -> int:
    return level if isinstance(level, int) else {"none": -1, "E3": 0}[level]


def _said(route: str | None) -> str:
    said = {"standard": "by a qualification", "ehc-plan": "with an EHC plan", "bsl": "in British Sign Language"}
    return "route not given" if route is None else said.get(route, f"by the route {route}")


def _named(level: int | str | None) -> str:
    if level is None:
        return "level not given"
    return {"none": "no level", "E3": "Entry Level 3"}.get(str(level), f"level {level}")
