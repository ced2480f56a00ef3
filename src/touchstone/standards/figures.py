"""The figures of a rule in words, for people who read a plan."""

from __future__ import annotations

import dataclasses
import datetime as dt

from touchstone.standards.check.rules import figures_unset
from touchstone.standards.model import Rule


def figures(rule: Rule) -> dict[str, str]:
    """Name -> value in words: {"days": "14", "waivable": "no"}. "unset" where the sources do not give it."""
    missing = "unset" if figures_unset(rule) else "none"
    given = {field.name: getattr(rule.kind, field.name) for field in dataclasses.fields(rule.kind)}
    return {name.replace("_", " "): missing if value is None else _words(value) for name, value in given.items()}


def day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, tuple):
        return " / ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key} → {said}" for key, said in value.items())
    return str(value)
