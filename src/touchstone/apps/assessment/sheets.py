"""What is entered of one method, as the services take it, and all of it together: the sheet.

Not known yet is None or empty: partial saves are allowed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from touchstone.apps.assessment.models import Mark, Part
from touchstone.apps.assessment.plan_words import criteria_of
from touchstone.standards.model import Method, Plan, Policy

QUESTION_KINDS = {
    "set": "Set question",
    "unobserved": "About something not observed",
    "clarifying": "Clarifying",
    "follow-up": "Follow-up",
}
SETTINGS = {"one-to-one": "One-to-one", "group": "Group"}


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A part that took place. ``learner`` is a code, never a name. The last six are asked of recordings only."""

    minutes: int | None = None
    held_on: dt.date | None = None
    learner: str = ""
    genuine: bool | None = None
    session_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None
    has_video: bool | None = None
    mentor_visible: bool | None = None
    mentee_visible: bool | None = None
    setting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPart(HeldPart):
    """A part with its kind, a key of ``plan_words.PART_KINDS``, and its place among those of its kind, from 1."""

    kind: str
    order: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked. ``kind`` is a key of ``QUESTION_KINDS``; ``theme`` is the plan's own word."""

    kind: str
    text: str = ""
    ksbs: tuple[str, ...] = ()
    theme: str = ""


def asked_in(kept: Iterable[Mapping[str, Any]] | None) -> list[Asked]:
    """Questions as they are kept in a row, in the order they were asked."""
    return [Asked(**{**question, "ksbs": tuple(question["ksbs"])}) for question in kept or ()]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion: ``met`` where the plan marks by criteria, ``points`` where by points, and the assessor's note."""

    met: bool | None = None
    points: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that is entered of a method, and the plan and policy that decide about it today."""

    plan: Plan
    policy: Policy | None
    method: Method
    parts: Sequence[Part | NumberedPart]  # by kind, in the order they take place
    questions: Sequence[Asked] | None  # None until something was said
    not_observed: Sequence[str] | None
    recorded_grade: str
    marks: Mapping[str, Mark | Judgement]  # by criterion

    @property
    def judged(self) -> int:
        return sum(self._is_judged(criterion) for criterion in criteria_of(self.method))

    @property
    def not_judged(self) -> tuple[str, ...]:
        return tuple(criterion for criterion in criteria_of(self.method) if not self._is_judged(criterion))

    def _is_judged(self, criterion: str) -> bool:
        mark = self.marks.get(criterion)
        return mark is not None and (mark.met is not None or mark.points is not None)
