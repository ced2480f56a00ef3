"""A plan arranged for reading: its rules under the questions they answer, and what nobody has told us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from touchstone.rules.findings import cited, clause
from touchstone.standards.figures import figures
from touchstone.standards.model import Plan, PlanNotHeld, Rule, Source, Version
from touchstone.standards.questions import PREFIXES, prefix_of
from touchstone.web.parts.findings import shared_title
from touchstone.web.plans.figures import as_typed
from touchstone.web.ui.formats import date

TITLES = {
    "start": "May the apprenticeship start?",
    "gateway": "Is the apprentice ready for the gateway?",
    "portfolio": "May the portfolio be submitted?",
    "booking": "May a method be booked for a date?",
    "recording": "Does a recording of a session count?",
    "conduct": "Was the assessment carried out as it must be?",
    "grade-method": "Which grade does a method earn?",
    "grade-overall": "Which grade in all?",
    "repeat": "May a method be taken again?",
    "certificate": "May the certificate be requested?",
    "assessor": "May this person assess this apprentice?",
    "appeal-panel": "May these people decide an appeal?",
}


@dataclass(frozen=True, slots=True)
class RuleShown:
    """``unset``: why a figure of it is not known. ``unchecked``: carried over in an adoption."""

    rule: Rule
    method: str
    figures: str
    clause: str
    unset: str
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rules that answer one question; ``silent`` says why the plan has none."""

    question: str
    title: str
    rules: tuple[RuleShown, ...]
    silent: str


def groups(plan: Plan) -> list[Group]:
    """Every question in the order of the journey, with the rules that bear on it."""
    rules = plan.standard.rules + plan.rules
    return [
        Group(
            question,
            TITLES[question],
            tuple(shown(rule, plan) for rule in rules if prefix_of(rule.id) == prefix),
            plan.silent[question].what if question in plan.silent else "",
        )
        for question, prefix in PREFIXES.items()
    ]


def shown(rule: Rule, plan: Plan) -> RuleShown:
    return RuleShown(
        rule,
        plan.method(rule.method).name if rule.method else "",
        _figures(rule),
        clause(plan, rule),
        _unset(rule, plan),
        rule in plan.unchecked,
    )


def without(document: str, one: RuleShown) -> RuleShown:
    """``one`` with its clause beginning behind ``document``, the title and ", "."""
    return replace(one, clause=one.clause.removeprefix(document))


def starts(version: Version) -> tuple[str, str]:
    """The version's earliest and latest start date, in words a table can hold."""
    earliest, latest = version.earliest_start, version.latest_start
    return (date(earliest) if earliest else "not yet", date(latest) if latest else "still open")


def version_of(plan: Plan | PlanNotHeld) -> Version:
    return next(version for version in plan.standard.versions if version.version == plan.version)


def where(source: Source, plan: Plan) -> str:
    return cited(source, plan.documents)


def documents_used(plan: Plan) -> list[str]:
    """The documents the plan cites, each as one line, in the order of the sources file."""
    return [
        ", ".join(
            part
            for part in (
                document.title,
                document.publisher,
                f"version {document.version}" if document.version else "",
                date(document.dated) if document.dated else "",
                document.licence or "",
            )
            if part
        )
        for document in plan.documents.values()
        if document.id in _cited(plan)
    ]


def _cited(plan: Plan) -> set[str]:
    sources: Iterable[Source] = (
        *(source for rule in (*plan.standard.rules, *plan.rules) for source in (rule.source, *rule.also)),
        *(method.source for method in plan.methods),
        *(one.source for one in plan.unset),
        *(one.source for one in plan.dispensations),
        *(one.source for one in plan.statements),
    )
    return {source.document for source in sources}


def _figures(rule: Rule) -> str:
    """ "Days 14; waivable no." Without the words the engine calls things by: the sentence says these."""
    names = {name.replace("_", " ") for name in as_typed(rule.kind)}
    said = "; ".join(f"{name} {value}" for name, value in figures(rule).items() if name in names)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _unset(rule: Rule, plan: Plan) -> str:
    return " ".join(one.what for one in plan.unset if rule.id in one.rules and one.method in (None, rule.method))


def of_plan(plan: Plan) -> dict[str, object]:
    """What the page of a plan shows beside the plan itself. The document most rules stand in is named once."""
    asked = groups(plan)
    document = shared_title((one.clause for group in asked for one in group.rules), plan) or ""
    brief = [replace(group, rules=tuple(without(document, one) for one in group.rules)) for group in asked]
    return {
        "groups": brief,
        "rules_document": document,
        "documents": documents_used(plan),
        "where": lambda source: where(source, plan),
    }
