"""What a plan's gateway asks for, and who gives it. The plan says which facts; here is only how each is called here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.words import CALLED
from touchstone.standards.kinds import EnglishMaths, LevelAtLeast, MinimumDuration, Provided
from touchstone.standards.model import Dispensation, Plan, PlanNotHeld, Rule

How = Literal[
    "file", "portfolio", "mapping", "declaration", "employer", "yes-no", "qualification", "level", "choice", "waivers"
]

# What is accepted on the strength of something else: when that is given anew, the acceptance holds no longer.
RESTS_ON: dict[How, How] = {"mapping": "portfolio", "qualification": "choice", "level": "waivers"}

CHOICE = "english_maths_choice_recorded"
WAIVERS = "dispensations"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the gateway question. ``turn``: whose it is to give, in their own account."""

    name: str
    title: str
    how: How
    turn: Role = Role.TUTOR


@dataclass(frozen=True, slots=True)
class Requirement:
    """A gateway rule of the plan. ``fact`` is None where there is nothing to give: only time fulfils it."""

    rule: Rule
    fact: Fact | None


KNOWN = {
    fact.name: fact
    for fact in (
        Fact("photo_id", "Photo identification", "file"),
        Fact("portfolio", CALLED["portfolio"], "portfolio"),
        Fact("showcase", CALLED["showcase"], "portfolio"),
        Fact("mapping_form", "Mapping and tracking form", "mapping"),
        Fact("declaration_signed", "English and maths declaration", "declaration"),
        Fact("employer_confirms", "Employer’s confirmation", "employer", Role.LINE_MANAGER),
        Fact("ict_level", "ICT qualification", "level"),
        Fact("safeguarding_level", "Safeguarding qualification", "level"),
        Fact("english", "English", "qualification"),
        Fact("maths", "Maths", "qualification"),
        Fact(CHOICE, "Choice to do without English or maths", "choice"),
        Fact(WAIVERS, "Dispensations", "waivers"),
    )
}

DOCUMENTS = tuple(fact.name for fact in KNOWN.values() if fact.how == "file")


def requirements(plan: Plan | PlanNotHeld) -> tuple[Requirement, ...]:
    """The plan's gateway rules in its own order; none for a plan that is not held."""
    if isinstance(plan, PlanNotHeld):
        return ()
    return tuple(Requirement(rule, _fact(rule)) for rule in plan.rules if rule.id.startswith("gateway."))


def asked(plan: Plan | PlanNotHeld) -> dict[str, Fact]:
    """Name -> every fact that can be given under this plan."""
    rules = requirements(plan)
    facts = {one.fact.name: one.fact for one in rules if one.fact}
    if any(isinstance(one.rule.kind, EnglishMaths) for one in rules):
        facts[CHOICE] = KNOWN[CHOICE]
    if waivers(plan):
        facts[WAIVERS] = KNOWN[WAIVERS]
    return facts


def resting_on(facts: Mapping[str, Fact], changed: Collection[str]) -> dict[str, Fact]:
    """The facts of ``facts`` that rest on one of ``changed`` -> the one they rest on."""
    hows = {facts[name].how: facts[name] for name in changed if name in facts}
    return {name: hows[RESTS_ON[one.how]] for name, one in facts.items() if RESTS_ON.get(one.how) in hows}


def waivers(plan: Plan | PlanNotHeld) -> tuple[Dispensation, ...]:
    """The dispensations that waive one of the plan's gateway rules."""
    rules = {one.rule.id for one in requirements(plan)}
    return tuple(d for d in plan.dispensations if d.waives in rules) if isinstance(plan, Plan) else ()


def title_of(fact: str) -> str:
    """What a fact is called, also where no plan at hand asks for it any more."""
    return KNOWN[fact].title if fact in KNOWN else _in_words(fact)


def _fact(rule: Rule) -> Fact | None:
    kind = rule.kind
    if isinstance(kind, Provided):
        return KNOWN.get(kind.fact) or Fact(kind.fact, _in_words(kind.fact), "yes-no")
    if isinstance(kind, LevelAtLeast):
        return KNOWN.get(kind.fact) or Fact(kind.fact, _in_words(kind.fact), "level")
    if isinstance(kind, EnglishMaths):
        return KNOWN.get(kind.subject) or Fact(kind.subject, _in_words(kind.subject), "qualification")
    if isinstance(kind, MinimumDuration):
        return None
    raise TypeError(f"{type(kind).__name__} is no kind of rule a gateway has")


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
