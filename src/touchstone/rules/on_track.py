"""Is a training on track today? Touchstone's own rule, shown with its figures wherever its answer is: no plan says one.

Time gone by, as a share of the time planned (days of breaks left out), is compared with the share of KSBs that evidence
claims and the share of hours written down. Milestones and reviews count by their dates. A person may add a judgement
beside the answer; nothing changes the answer but the figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from touchstone.rules.days import say

Answer = Literal["on-track", "slipping", "behind", "unknown"]

EVIDENCE, HOURS, MILESTONES, REVIEW = PARTS = ("Evidence", "Off-the-job hours", "Milestones", "Progress review")
SLIPPING = 10  # points of a hundred behind the time gone by
BEHIND = 25
WORST_FIRST: tuple[Answer, ...] = ("behind", "slipping", "unknown", "on-track")


@dataclass(frozen=True, slots=True)
class Training:
    """``breaks``: (first day, last day or None while it goes on). ``goal``: hours planned or asked for."""

    start: dt.date
    planned_end: dt.date | None
    claimed: int
    ksbs: int
    minutes: int
    goal: int | None
    overdue: int
    review_due: dt.date
    breaks: Sequence[tuple[dt.date, dt.date | None]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing looked at: what it is, its answer, and the figures."""

    name: str
    answer: Answer
    because: str


@dataclass(frozen=True, slots=True)
class OnTrack:
    """``answer``: the worst of the parts that could be answered; unknown where none could."""

    answer: Answer
    parts: tuple[Part, ...]

    @property
    def why(self) -> tuple[Part, ...]:
        """What keeps it from being on track, the worst first; what cannot be answered, where nothing else does."""
        short = [part for part in self.parts if part.answer in ("behind", "slipping")]
        if not short and self.answer == "unknown":
            short = [part for part in self.parts if part.answer == "unknown"]
        return tuple(sorted(short, key=lambda part: WORST_FIRST.index(part.answer)))


def on_track(training: Training, on: dt.date) -> OnTrack:
    gone = _gone(training, on)
    parts = (
        _share(EVIDENCE, training.claimed, training.ksbs, "KSBs claimed", gone),
        _hours(training, gone),
        _milestones(training),
        _review(training, on),
    )
    answers = [part.answer for part in parts]
    known = [answer for answer in answers if answer != "unknown"]
    measured = any(part.answer != "unknown" for part in parts[:2])
    worst = min(known, key=WORST_FIRST.index) if known else "unknown"
    # Without a plan nothing can be compared with time: then dates alone may say “behind”, never “on track”.
    return OnTrack("unknown" if worst == "on-track" and not measured else worst, parts)


def _gone(training: Training, on: dt.date) -> int | None:
    """Percent of the planned time that has gone by, 0 to 100; None without a plan."""
    if training.planned_end is None or training.planned_end <= training.start:
        return None
    planned = _learning_days(training, training.planned_end)
    return max(0, min(100, round(100 * _learning_days(training, on) / planned))) if planned > 0 else None


def _learning_days(training: Training, until: dt.date) -> int:
    """Days from the start to ``until`` without those of breaks."""
    days = (until - training.start).days
    for first, last in training.breaks:
        begin, end = max(first, training.start), min(last or until, until)
        days -= max(0, (end - begin).days + 1) if begin <= end else 0
    return days


def _share(name: str, done: int, of: int, words: str, gone: int | None) -> Part:
    if gone is None:
        return Part(name, "unknown", f"{done} of {of} {words}. No end of the training is planned to compare with.")
    share = round(100 * done / of) if of else 100
    return Part(
        name,
        _compared(share, gone),
        f"{done} of {of} {words}, which is {share}%; {gone}% of the planned time has gone by.",
    )


def _hours(training: Training, gone: int | None) -> Part:
    hours = training.minutes // 60
    if training.goal is None:
        return Part(HOURS, "unknown", f"{hours} written down. No hours are planned to compare with.")
    return _share(HOURS, hours, training.goal, "hours written down", gone)


def _milestones(training: Training) -> Part:
    if training.overdue:
        return Part(MILESTONES, "behind" if training.overdue > 1 else "slipping", f"{training.overdue} overdue.")
    return Part(MILESTONES, "on-track", "None overdue.")


def _review(training: Training, on: dt.date) -> Part:
    late = (on - training.review_due).days
    if late > 0:
        answer: Answer = "behind" if late > 28 else "slipping"
        return Part(REVIEW, answer, f"Was due by {say(training.review_due)}, {late} days ago.")
    return Part(REVIEW, "on-track", f"The next is due by {say(training.review_due)}.")


def _compared(share: int, gone: int) -> Answer:
    short = gone - share
    return "behind" if short > BEHIND else "slipping" if short > SLIPPING else "on-track"
