"""Kinds of rule for: What does the whole come to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class AllComponents(Kind):
    """Every method of the plan has its grade."""


@dataclass(frozen=True, slots=True)
class NoFailedComponent(Kind):
    """No method has the lowest grade."""


@dataclass(frozen=True, slots=True)
class GradeTable(Kind):
    """``rows`` maps component grades, joined by "+" in the order of the plan's methods, to the overall grade."""

    rows: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PointsTotal(Kind):
    """``grade`` from ``minimum`` total points; below it ``otherwise``."""

    grade: str
    minimum: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class RepeatCap(Kind):
    """After a repeat the overall grade is at most ``grade``, unless exceptional circumstances are recorded."""

    grade: str
