"""Kinds of rule for: May this person assess this apprentice?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class NoRelation(Kind):
    """None of ``relations`` ties the assessor to the apprentice."""

    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approved(Kind):
    """The assessor is approved for the standard and version."""
