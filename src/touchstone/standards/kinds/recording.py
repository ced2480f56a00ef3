"""Kinds of rule for: Does this recording count?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class RecordedAfterGateway(Kind):
    """Session and recording both lie after the moment gateway was confirmed."""


@dataclass(frozen=True, slots=True)
class HasVideo(Kind):
    """The recording has a picture; sound alone does not count."""


@dataclass(frozen=True, slots=True)
class BothVisible(Kind):
    """Mentor and mentee can be seen."""


@dataclass(frozen=True, slots=True)
class MinimumMinutes(Kind):
    """The recording lasts at least ``minutes``."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Genuine(Kind):
    """Nothing simulated or role-played. Of recording and of conduct."""
