"""Kinds of rule for: May this method be held on this date?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class BookedAfterGateway(Kind):
    """The assessment is not held before gateway was confirmed; the day of confirmation is allowed."""


@dataclass(frozen=True, slots=True)
class NoticeDays(Kind):
    """Calendar days from notice to assessment. ``waivable``: the apprentice may agree to fewer, on record."""

    days: int
    waivable: bool


@dataclass(frozen=True, slots=True)
class ReviewDays(Kind):
    """Calendar days the assessor has with the portfolio before the assessment."""

    days: int


@dataclass(frozen=True, slots=True)
class AssessmentPeriod(Kind):
    """Months from the confirmation of gateway."""

    months: int
