"""What an assessor enters, as the services take it. Not known yet is None or empty: partial saves are allowed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touchstone.apps.assessment.models import Record

PART_KINDS = {
    "live-session": "Live session",
    "recording": "Recording",
    "questioning": "Questioning",
    "discussion": "Discussion",
}
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked. ``kind`` is a key of ``QUESTION_KINDS``; ``theme`` is the plan's own word."""

    kind: str
    text: str = ""
    ksbs: tuple[str, ...] = ()
    theme: str = ""


def asked_in(record: Record) -> list[Asked]:
    """The questions of a record, in the order they were asked."""
    return [Asked(**{**question, "ksbs": tuple(question["ksbs"])}) for question in record.questions or ()]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion: ``met`` where the plan marks by criteria, ``points`` where by points, and the assessor's note."""

    met: bool | None = None
    points: int | None = None
    note: str = ""
