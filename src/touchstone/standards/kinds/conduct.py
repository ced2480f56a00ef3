"""Kinds of rule for: Was it carried out as the plan requires?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class PartCount(Kind):
    """At least ``count`` parts of kind ``part``, each of at least ``minutes_each`` (None: no minimum of their own)."""

    part: str
    count: int
    minutes_each: int | None = None


@dataclass(frozen=True, slots=True)
class DifferentLearners(Kind):
    """At least ``count`` different learners across the parts of kind ``part``."""

    part: str
    count: int


@dataclass(frozen=True, slots=True)
class TotalMinutes(Kind):
    """The minutes of the parts named by ``counts`` add up to ``minimum`` … ``maximum`` (None: no such end)."""

    counts: tuple[str, ...]
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class MinutesEach(Kind):
    """Each part of kind ``part`` lasts ``minimum`` … ``maximum`` minutes (None: no such end)."""

    part: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class QuestioningMinutes(Kind):
    """Questioning in all lasts ``minimum`` … ``maximum``; not ``required`` means it may be left out."""

    minimum: int | None
    maximum: int | None
    required: bool


@dataclass(frozen=True, slots=True)
class SameDay(Kind):
    """The parts named by ``parts`` are held on one calendar day; one that is no working day of England is flagged."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionCount(Kind):
    """At least ``minimum`` questions of kind "set"."""

    minimum: int


@dataclass(frozen=True, slots=True)
class UnobservedAsked(Kind):
    """A question of kind "unobserved" for each KSB that was not seen."""


@dataclass(frozen=True, slots=True)
class ThemesAsked(Kind):
    """Each of ``themes`` is asked about."""

    themes: tuple[str, ...]
