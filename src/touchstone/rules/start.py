"""start: may this apprenticeship start, and on what funding? Answered from the standard's own dates."""

from __future__ import annotations

from touchstone.rules.days import say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import StartFacts
from touchstone.rules.findings import Answers, met, missed, not_applicable, not_given
from touchstone.standards.kinds import FundingWindow, VersionOpen
from touchstone.standards.model import Plan, PlanNotHeld, Rule


def version_open(kind: VersionOpen, rule: Rule, facts: StartFacts, plan: Plan | PlanNotHeld) -> Finding:
    if facts.start is None:
        return not_given(plan, rule, start=None)
    version = next(v for v in plan.standard.versions if v.version == plan.version)
    first, last = version.earliest_start, version.latest_start
    window = f"Version {version.version} takes starts" if last is None else f"Version {version.version} took starts"
    window += f" from {say(first)}" if first else ""
    window += f" to {say(last)}" if last else ""
    if (first and facts.start < first) or (last and facts.start > last):
        return missed(plan, rule, f"{window}; this start is {say(facts.start)}.", earliest=first, latest=last)
    return met(plan, rule, f"{window}; this start is {say(facts.start)}.", earliest=first, latest=last)


def funding_window(kind: FundingWindow, rule: Rule, facts: StartFacts, plan: Plan | PlanNotHeld) -> Finding:
    closed = say(kind.closed_from)
    if facts.funding is not None and facts.funding != kind.funding:
        return not_applicable(plan, rule, f"Only {kind.funding} funding closes ({closed}); this is {facts.funding}.")
    if facts.start is not None and facts.start < kind.closed_from:
        return met(
            plan, rule, f"Start {say(facts.start)}; {kind.funding} funding is open until the day before {closed}."
        )
    if facts.start is None or facts.funding is None:
        return not_given(plan, rule, start=facts.start, funding=facts.funding)
    return missed(plan, rule, f"Start {say(facts.start)}; no {kind.funding} funding for starts from {closed}.")


ANSWERS: Answers = {VersionOpen: version_open, FundingWindow: funding_window}
