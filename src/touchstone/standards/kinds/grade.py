"""Kinds of rule for: What does a method come to?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class Complete(Kind):
    """Every criterion of the method has its mark (or its points)."""


@dataclass(frozen=True, slots=True)
class AllCriteria(Kind):
    """Every criterion of ``grade`` is met. A theme without such a criterion asks nothing."""

    grade: str


@dataclass(frozen=True, slots=True)
class PointsValid(Kind):
    """Every point is on the sheet's scale and there are not more of them than criteria."""


@dataclass(frozen=True, slots=True)
class NoZero(Kind):
    """``fails`` is None where the sources do not say whether a zero fails the method."""

    fails: bool | None


@dataclass(frozen=True, slots=True)
class PointsThreshold(Kind):
    """``grade`` needs ``criteria_at_top`` criteria at the top of the scale and ``min_weighted`` points."""

    grade: str
    criteria_at_top: int | None
    min_weighted: int | None


@dataclass(frozen=True, slots=True)
class ThresholdsKnown(Kind):
    """The method's thresholds are set, by the plan or by a policy; else only an assessor's recorded grade can stand."""
