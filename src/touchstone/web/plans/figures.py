"""A rule's figures as text in a form, and back as the text a plan file holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from touchstone.standards.kinds import Kind
from touchstone.standards.write import Data


def as_typed(kind: Kind) -> dict[str, str]:
    """Name -> text of each figure somebody may correct. Words the engine knows a thing by are none."""
    given = {field.name: getattr(kind, field.name) for field in dataclasses.fields(kind)}
    return {name: _text(value) for name, value in given.items() if not isinstance(value, str)}


def from_typed(kind: Kind, typed: Mapping[str, str]) -> dict[str, Data]:
    """The same for a plan file. What does not fit is refused there, with its reason."""
    return {name: _data(getattr(kind, name), text) for name, text in typed.items()}


def _text(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said}" for key, said in value.items())
    return str(value)


def _data(before: object, text: str) -> Data:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if isinstance(before, tuple):
        return parts
    if isinstance(before, Mapping):
        pairs = (part.partition(":") for part in parts)
        return {key.strip(): said.strip() for key, _, said in pairs}
    return text
