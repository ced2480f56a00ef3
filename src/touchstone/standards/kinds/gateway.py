"""Kinds of rule for: Is the apprentice ready?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class MinimumDuration(Kind):
    """``months`` on programme; starts from ``funding_from`` meet a shorter funding rule of ``funding_months``."""

    months: int
    funding_from: dt.date | None = None
    funding_months: int | None = None


@dataclass(frozen=True, slots=True)
class Provided(Kind):
    """The yes/no fact ``fact`` is yes."""

    fact: str


@dataclass(frozen=True, slots=True)
class EnglishMaths(Kind):
    """``subject`` at ``level``, or a route, or (from ``exempt_from``) the recorded choice of those ``exempt_age``."""

    subject: Literal["english", "maths"]
    level: int
    routes: tuple[Literal["standard", "ehc-plan", "bsl"], ...]
    exempt_age: int
    exempt_from: dt.date


@dataclass(frozen=True, slots=True)
class LevelAtLeast(Kind):
    """The whole-number fact ``fact`` is at least ``level``. A dispensation may waive it."""

    fact: str
    level: int
