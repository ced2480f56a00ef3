"""The closed list of rule kinds: what sorts of condition a plan can state, with the figures each one needs.

YAML names a kind by its dashed class name (``NoticeDays`` is ``notice-days``) and gives its figures under ``with``.
A figure the sources do not give is ``None`` where the type allows it; ``touchstone.rules`` then answers "unknown".
A new sort of condition is a class here, one function in ``touchstone.rules`` and cases for it.
"""

from __future__ import annotations

from touchstone.standards.kinds.appeal import (
    IndependentMember,
    NoOriginalDecider,
)
from touchstone.standards.kinds.assessor import (
    Approved,
    NoRelation,
)
from touchstone.standards.kinds.booking import (
    AssessmentPeriod,
    BookedAfterGateway,
    NoticeDays,
    ReviewDays,
)
from touchstone.standards.kinds.certificate import (
    AchievementDate,
    CertifiableGrade,
    ConfirmedVersion,
    LearnerStatus,
    Permission,
    StandardCode,
    UlnCheckDigit,
)
from touchstone.standards.kinds.conduct import (
    DifferentLearners,
    MinutesEach,
    PartCount,
    QuestionCount,
    QuestioningMinutes,
    SameDay,
    ThemesAsked,
    TotalMinutes,
    UnobservedAsked,
)
from touchstone.standards.kinds.gateway import (
    EnglishMaths,
    LevelAtLeast,
    MinimumDuration,
    Provided,
)
from touchstone.standards.kinds.grade import (
    AllCriteria,
    Complete,
    NoZero,
    PointsThreshold,
    PointsValid,
    ThresholdsKnown,
)
from touchstone.standards.kinds.kind import Kind
from touchstone.standards.kinds.overall import (
    AllComponents,
    GradeTable,
    NoFailedComponent,
    PointsTotal,
    RepeatCap,
)
from touchstone.standards.kinds.portfolio import (
    Anonymised,
    Coverage,
    EmployerContribution,
    ExcludedTypes,
    ItemCount,
    KnownKsbs,
    MenteeCount,
)
from touchstone.standards.kinds.recording import (
    BothVisible,
    Genuine,
    HasVideo,
    MinimumMinutes,
    RecordedAfterGateway,
)
from touchstone.standards.kinds.repeat import (
    EmployerAgrees,
    FailedOnly,
    RepeatKind,
    TimeLimit,
    TypicalTime,
)
from touchstone.standards.kinds.start import (
    FundingWindow,
    VersionOpen,
)

__all__ = [
    "AchievementDate",
    "AllComponents",
    "AllCriteria",
    "Anonymised",
    "Approved",
    "AssessmentPeriod",
    "BookedAfterGateway",
    "BothVisible",
    "CertifiableGrade",
    "Complete",
    "ConfirmedVersion",
    "Coverage",
    "DifferentLearners",
    "EmployerAgrees",
    "EmployerContribution",
    "EnglishMaths",
    "ExcludedTypes",
    "FailedOnly",
    "FundingWindow",
    "Genuine",
    "GradeTable",
    "HasVideo",
    "IndependentMember",
    "ItemCount",
    "Kind",
    "KnownKsbs",
    "LearnerStatus",
    "LevelAtLeast",
    "MenteeCount",
    "MinimumDuration",
    "MinimumMinutes",
    "MinutesEach",
    "NoFailedComponent",
    "NoOriginalDecider",
    "NoRelation",
    "NoZero",
    "NoticeDays",
    "PartCount",
    "Permission",
    "PointsThreshold",
    "PointsTotal",
    "PointsValid",
    "Provided",
    "QuestionCount",
    "QuestioningMinutes",
    "RecordedAfterGateway",
    "RepeatCap",
    "RepeatKind",
    "ReviewDays",
    "SameDay",
    "StandardCode",
    "ThemesAsked",
    "ThresholdsKnown",
    "TimeLimit",
    "TotalMinutes",
    "TypicalTime",
    "UlnCheckDigit",
    "UnobservedAsked",
    "VersionOpen",
    "kinds",
]


def kinds() -> dict[str, type[Kind]]:
    """Dashed name -> class, of every kind there is."""
    return {_dashed(cls.__name__): cls for cls in Kind.__subclasses__()}


def _dashed(name: str) -> str:
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
