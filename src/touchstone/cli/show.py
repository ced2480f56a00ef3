"""A plan as a page of text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from touchstone.standards import catalogue
from touchstone.standards.figures import day, figures
from touchstone.standards.model import Document, Method, Plan, PlanNotHeld, Rule, Source, Version

WIDTH = 100


def plan_list() -> Iterator[str]:
    for reference in catalogue.references():
        standard = catalogue.standard(reference)
        yield f"{reference}  {standard.title}, level {standard.level}"
        for version in standard.versions:
            plan = catalogue.plan(f"{reference}-{version.version}")
            held = f"{len(plan.rules)} rules" if isinstance(plan, Plan) else "plan not held: it can be adopted"
            yield f"  {plan.id:<12} {_starts(version):<44} {held}"


def plan_page(plan: Plan | PlanNotHeld) -> Iterator[str]:
    standard = plan.standard
    version = next(version for version in standard.versions if version.version == plan.version)
    yield f"{plan.id}  {standard.title}, level {standard.level}, {standard.route}"
    yield f"  {version.status}; {_starts(version)}; LARS code {standard.lars_code}"
    if isinstance(plan, PlanNotHeld):
        yield from _wrapped(
            "The plan of this version is in no source at hand. People can be enrolled and build evidence; "
            "an assessment organisation can adopt a plan: touchstone plan draft.",
            "  ",
        )
        yield from _ksbs(plan)
        return
    yield f"  Grades: {', '.join(plan.overall_grades)} overall; {', '.join(plan.component_grades)} for each method"
    if plan.delta_from_previous:
        yield f"  Difference from the version before: {plan.delta_from_previous}"
    for method in plan.methods:
        yield from _method(method, plan)
    yield from _rules("Rules of starting", standard.rules)
    yield from _rules("Rules of the plan", (rule for rule in plan.rules if not rule.shared))
    yield from _rules("Rules every plan shares", (rule for rule in plan.rules if rule.shared))
    yield from _rest(plan)
    yield from _ksbs(plan)
    yield from _head("Sources")
    for document in plan.documents.values():
        yield from _wrapped(f"{document.id}: {_title(document)}", "  ")


def _method(method: Method, plan: Plan) -> Iterator[str]:
    yield from _head(f"Method {method.id}: {method.name}")
    yield f"  [{_clause(method.source)}]"
    if method.points:
        sheet = method.points
        scale = ", ".join(str(points) for points in sheet.scale)
        times = "once" if sheet.weight == 1 else f"{sheet.weight} times"
        yield f"  {sheet.criteria} criteria of {scale} points, counted {times}: {sheet.max_weighted} at most"
    for theme in method.themes:
        yield f"  Theme {theme.name} ({' '.join(theme.ksbs)})"
        for criterion in theme.criteria:
            yield from _wrapped(
                f"{criterion.id:<6} {criterion.grade}: {criterion.text} ({' '.join(criterion.ksbs)})", "    "
            )


def _rules(title: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield from _head(title)
    for rule in rules:
        of = f" ({rule.method})" if rule.method else ""
        force = "" if rule.force == "must" else "  should"
        yield f"  {rule.id}{of}{force}"
        yield from _wrapped(rule.says, "      ")
        if said := figures(rule):
            yield from _wrapped(", ".join(f"{name} {value}" for name, value in said.items()), "      ")
        for source in (rule.source, *rule.also):
            yield from _wrapped(f"[{_clause(source)}]", "      ")


def _rest(plan: Plan) -> Iterator[str]:
    if plan.silent:
        yield from _head("The plan at hand is silent on")
        for question, entry in plan.silent.items():
            yield from _wrapped(f"{question}: {entry.what}", "  ")
    yield from _head("Unset: what the sources do not give")
    for entry in plan.unset:
        needs = f" ({', '.join(entry.rules)})" if entry.rules else ""
        yield from _wrapped(f"{entry.what}{needs}", "  ")
    if plan.dispensations:
        yield from _head("Dispensations")
        for waiver in plan.dispensations:
            yield from _wrapped(f"{waiver.id} until {day(waiver.valid_to)}: {waiver.says}", "  ")
    yield from _head("Also said, deciding nothing")
    for statement in plan.statements:
        yield from _wrapped(f"{statement.about}: {statement.says}", "  ")


def _ksbs(plan: Plan | PlanNotHeld) -> Iterator[str]:
    yield from _head(f"Knowledge, skills and behaviours ({len(plan.ksbs)})")
    for ksb in plan.ksbs:
        yield from _wrapped(f"{ksb.code:<4} {ksb.text}", "  ")


def _head(title: str) -> Iterator[str]:
    yield ""
    yield title


def _wrapped(text: str, indent: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")


def _clause(source: Source) -> str:
    page = f", page {source.page}" if source.page else ""
    sure = "" if source.confidence == "high" else f" ({source.confidence} confidence)"
    return f"{source.document}: {source.section}{page}{sure}"


def _title(document: Document) -> str:
    parts = [document.title, document.publisher]
    if document.version:
        parts.append(f"version {document.version}")
    if document.dated:
        parts.append(day(document.dated))
    return ", ".join(parts)


def _starts(version: Version) -> str:
    if version.earliest_start is None:
        return "no start dates yet"
    until = f"to {day(version.latest_start)}" if version.latest_start else "on"
    return f"starts from {day(version.earliest_start)} {until}"
