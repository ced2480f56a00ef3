"""Kinds of rule for: May this portfolio be submitted?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class ItemCount(Kind):
    """From ``minimum`` to ``maximum`` pieces that count."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class MenteeCount(Kind):
    """The pieces that count show at least ``minimum`` mentees."""

    minimum: int


@dataclass(frozen=True, slots=True)
class Anonymised(Kind):
    """Every piece is anonymised."""


@dataclass(frozen=True, slots=True)
class ExcludedTypes(Kind):
    """No piece is of one of ``types``; such a piece counts for nothing."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmployerContribution(Kind):
    """Employers' pieces are of this ``contribution``; others warn and still count."""

    contribution: str


@dataclass(frozen=True, slots=True)
class Coverage(Kind):
    """Each KSB of ``underpins`` (a method) is claimed by a piece that counts."""

    underpins: str


@dataclass(frozen=True, slots=True)
class KnownKsbs(Kind):
    """Pieces claim only KSBs the version has."""
