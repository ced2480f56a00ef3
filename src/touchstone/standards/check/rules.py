"""Checks of a list of rules, wherever it stands: ids, kinds, methods, sources, figures that make sense."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields

from touchstone.standards.check.notes import Notes
from touchstone.standards.kinds import Kind, NoZero, PointsThreshold, kinds
from touchstone.standards.model import Document, Rule
from touchstone.standards.questions import KINDS


def check_rules(
    rules: Collection[Rule],
    notes: Notes,
    *,
    prefixes: Collection[str],
    methods: Collection[str],
    documents: Mapping[str, Document],
    shared: Collection[Rule] = (),
) -> None:
    """``prefixes`` are the first words allowed here; ``shared`` are rules that are there already."""
    notes.once([((rule.id, rule.method), rule) for rule in rules], "the rule")
    elsewhere = {rule.id for rule in shared}
    of_every_method = {rule.id for rule in rules if rule.method is None}
    for rule in rules:
        _id(rule, notes, prefixes)
        _figures(rule, notes)
        if rule.id in elsewhere:
            notes.wrong(rule, f"'{rule.id}' is a rule all plans share; remove it here")
        if rule.method is not None and rule.method not in methods:
            known = ", ".join(methods) or "none here"
            notes.wrong(rule, f"method '{rule.method}' is not known; there are {known}")
        if rule.method is not None and rule.id in of_every_method:
            notes.wrong(rule, f"'{rule.id}' is also given for every method; give it for every method or for each")
        notes.sources((rule.source, *rule.also), documents)


def _id(rule: Rule, notes: Notes, prefixes: Collection[str]) -> None:
    prefix, _, name = rule.id.partition(".")
    if prefix not in prefixes or not name:
        allowed = ", ".join(f"{word}.…" for word in prefixes)
        notes.wrong(rule, f"'{rule.id}' is no rule id of this place; it should begin {allowed}")
    elif type(rule.kind) not in KINDS[prefix]:
        allowed = ", ".join(_dashed(kind) for kind in KINDS[prefix])
        notes.wrong(rule, f"the kind {_dashed(type(rule.kind))} does not belong to {prefix}; choose from {allowed}")


def _figures(rule: Rule, notes: Notes) -> None:
    """Nothing negative, no empty list, no minimum above its maximum."""
    figures = {field.name: getattr(rule.kind, field.name) for field in fields(rule.kind)}
    for name, figure in figures.items():
        if isinstance(figure, int) and not isinstance(figure, bool) and figure < 0:
            notes.wrong(rule.kind, f"{name} is {figure}; it cannot be less than 0")
        if figure == ():
            notes.wrong(rule.kind, f"{name} is an empty list; name at least one or remove the rule")
    low, high = figures.get("minimum"), figures.get("maximum")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        notes.wrong(rule.kind, f"minimum {low} is above maximum {high}")


def figures_unset(rule: Rule) -> bool:
    """A figure the rule cannot do without is not given: the sources do not say it."""
    if not isinstance(rule.kind, NoZero | PointsThreshold):
        return False  # elsewhere None says "no such limit"
    return any(getattr(rule.kind, field.name) is None for field in fields(rule.kind))


def _dashed(kind: type[Kind]) -> str:
    return next(name for name, cls in kinds().items() if cls is kind)
