"""Kinds of rule for: May a method be taken again?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class FailedOnly(Kind):
    """Only a failed method is repeated."""


@dataclass(frozen=True, slots=True)
class EmployerAgrees(Kind):
    """The employer agrees to the repeat."""


@dataclass(frozen=True, slots=True)
class RepeatKind(Kind):
    """A resit needs no further learning, a retake does."""


@dataclass(frozen=True, slots=True)
class TypicalTime(Kind):
    """Months from the outcome's notification, by kind of repeat; ``extension`` more if asked for (``requested``)."""

    resit_months: int
    retake_months: int
    extension_months: int = 0


@dataclass(frozen=True, slots=True)
class TimeLimit(Kind):
    """Months from the outcome's notification after which everything is taken again."""

    months: int
