"""The closed list of rule kinds: what sorts of condition a plan can state, with the figures each one needs.

YAML names a kind by its dashed class name (``NoticeDays`` is ``notice-days``) and gives its figures under ``with``.
A figure the sources do not give is ``None`` where the type allows it; ``touchstone.rules`` then answers "unknown".
A new sort of condition is a class here, one function in ``touchstone.rules`` and cases for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """Base of all kinds."""


# start ---------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class VersionOpen(Kind):
    """The start lies between the version's earliest and latest start dates."""


@dataclass(frozen=True, slots=True)
class FundingWindow(Kind):
    """Starts on ``funding`` are closed from ``closed_from`` on."""

    funding: str
    closed_from: dt.date


# gateway -------------------------------------------------------------------------------------------------------------
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


# portfolio -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ItemCount(Kind):
    """From ``minimum`` to ``maximum`` pieces that count."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class MenteeCount(Kind):
    """The pieces that count show at least ``minimum`` mentees."""

    minimum: int


@dataclass(frozen=True, slots=True)
class Anonymised(Kind):
    """Every piece is anonymised."""


@dataclass(frozen=True, slots=True)
class ExcludedTypes(Kind):
    """No piece is of one of ``types``; such a piece counts for nothing."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmployerContribution(Kind):
    """Employers' pieces are of this ``contribution``; others warn and still count."""

    contribution: str


@dataclass(frozen=True, slots=True)
class Coverage(Kind):
    """Each KSB of ``underpins`` (a method) is claimed by a piece that counts."""

    underpins: str


@dataclass(frozen=True, slots=True)
class KnownKsbs(Kind):
    """Pieces claim only KSBs the version has."""


# booking -------------------------------------------------------------------------------------------------------------
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


# recording -----------------------------------------------------------------------------------------------------------
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


# conduct -------------------------------------------------------------------------------------------------------------
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


# grade-method --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Complete(Kind):
    """Every criterion of the method has its mark (or its points)."""


@dataclass(frozen=True, slots=True)
class AllCriteria(Kind):
    """Every criterion of ``grade`` is met. A theme without such a criterion asks nothing."""

    grade: str


@dataclass(frozen=True, slots=True)
class PointsValid(Kind):
    """Every point is on the sheet's scale and there are not more of them than criteria."""


@dataclass(frozen=True, slots=True)
class NoZero(Kind):
    """``fails`` is None where the sources do not say whether a zero fails the method."""

    fails: bool | None


@dataclass(frozen=True, slots=True)
class PointsThreshold(Kind):
    """``grade`` needs ``criteria_at_top`` criteria at the top of the scale and ``min_weighted`` points."""

    grade: str
    criteria_at_top: int | None
    min_weighted: int | None


@dataclass(frozen=True, slots=True)
class ThresholdsKnown(Kind):
    """The method's thresholds are set, by the plan or by a policy; else only an assessor's recorded grade can stand."""


# grade-overall -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AllComponents(Kind):
    """Every method of the plan has its grade."""


@dataclass(frozen=True, slots=True)
class NoFailedComponent(Kind):
    """No method has the lowest grade."""


@dataclass(frozen=True, slots=True)
class GradeTable(Kind):
    """``rows`` maps component grades, joined by "+" in the order of the plan's methods, to the overall grade."""

    rows: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PointsTotal(Kind):
    """``grade`` from ``minimum`` total points; below it ``otherwise``."""

    grade: str
    minimum: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class RepeatCap(Kind):
    """After a repeat the overall grade is at most ``grade``, unless exceptional circumstances are recorded."""

    grade: str


# repeat --------------------------------------------------------------------------------------------------------------
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


# common --------------------------------------------------------------------------------------------------------------
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


@dataclass(frozen=True, slots=True)
class NoRelation(Kind):
    """None of ``relations`` ties the assessor to the apprentice."""

    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approved(Kind):
    """The assessor is approved for the standard and version."""


@dataclass(frozen=True, slots=True)
class NoOriginalDecider(Kind):
    """Nobody decides who made the decision appealed against."""


@dataclass(frozen=True, slots=True)
class IndependentMember(Kind):
    """At least one member is not connected to the assessment organisation."""


def kinds() -> dict[str, type[Kind]]:
    """Dashed name -> class, of every kind there is."""
    return {_dashed(cls.__name__): cls for cls in Kind.__subclasses__()}


def _dashed(name: str) -> str:
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
