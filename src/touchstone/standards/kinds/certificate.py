"""Kinds of rule for: May the certificate be requested?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class CertifiableGrade(Kind):
    """One of the plan's overall grades, and not a fail."""


@dataclass(frozen=True, slots=True)
class StandardCode(Kind):
    """The LARS code given is the standard's own."""


@dataclass(frozen=True, slots=True)
class ConfirmedVersion(Kind):
    """The version confirmed for the learner, where there is one, is the plan's."""


@dataclass(frozen=True, slots=True)
class LearnerStatus(Kind):
    """The learner's status is none of ``refused``."""

    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AchievementDate(Kind):
    """Not before ``earliest`` and not in the future."""

    earliest: dt.date


@dataclass(frozen=True, slots=True)
class UlnCheckDigit(Kind):
    """The unique learner number has its form and check digit."""


@dataclass(frozen=True, slots=True)
class Permission(Kind):
    """The apprentice's permission is recorded."""
