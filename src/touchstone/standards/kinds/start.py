"""Kinds of rule for: May this apprenticeship start?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class VersionOpen(Kind):
    """The start lies between the version's earliest and latest start dates."""


@dataclass(frozen=True, slots=True)
class FundingWindow(Kind):
    """Starts on ``funding`` are closed from ``closed_from`` on."""

    funding: str
    closed_from: dt.date
