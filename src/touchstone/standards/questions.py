"""The questions a plan can be asked, how the ids of their rules begin, and which kinds of rule each can have."""

from __future__ import annotations

from touchstone.standards import kinds
from touchstone.standards.kinds import Kind

# question -> first word of its rule ids
PREFIXES = {
    "start": "start",
    "gateway": "gateway",
    "portfolio": "portfolio",
    "booking": "booking",
    "recording": "recording",
    "conduct": "conduct",
    "grade-method": "grade",
    "grade-overall": "overall",
    "repeat": "repeat",
    "certificate": "certificate",
    "assessor": "assessor",
    "appeal-panel": "appeal",
}

# Those a plan itself answers or is silent on; the others are answered by the standard or by what all plans share.
OF_A_PLAN = (
    "gateway",
    "portfolio",
    "booking",
    "recording",
    "conduct",
    "grade-method",
    "grade-overall",
    "repeat",
)

KINDS: dict[str, tuple[type[Kind], ...]] = {
    "start": (kinds.VersionOpen, kinds.FundingWindow),
    "gateway": (kinds.MinimumDuration, kinds.Provided, kinds.EnglishMaths, kinds.LevelAtLeast),
    "portfolio": (
        kinds.ItemCount,
        kinds.MenteeCount,
        kinds.Anonymised,
        kinds.ExcludedTypes,
        kinds.EmployerContribution,
        kinds.Coverage,
        kinds.KnownKsbs,
    ),
    "booking": (kinds.BookedAfterGateway, kinds.NoticeDays, kinds.ReviewDays, kinds.AssessmentPeriod),
    "recording": (
        kinds.RecordedAfterGateway,
        kinds.HasVideo,
        kinds.BothVisible,
        kinds.MinimumMinutes,
        kinds.Genuine,
    ),
    "conduct": (
        kinds.PartCount,
        kinds.DifferentLearners,
        kinds.TotalMinutes,
        kinds.MinutesEach,
        kinds.QuestioningMinutes,
        kinds.SameDay,
        kinds.QuestionCount,
        kinds.UnobservedAsked,
        kinds.ThemesAsked,
        kinds.Genuine,
    ),
    "grade": (
        kinds.Complete,
        kinds.AllCriteria,
        kinds.PointsValid,
        kinds.NoZero,
        kinds.PointsThreshold,
        kinds.ThresholdsKnown,
    ),
    "overall": (
        kinds.AllComponents,
        kinds.NoFailedComponent,
        kinds.GradeTable,
        kinds.PointsTotal,
        kinds.RepeatCap,
    ),
    "repeat": (kinds.FailedOnly, kinds.EmployerAgrees, kinds.RepeatKind, kinds.TypicalTime, kinds.TimeLimit),
    "certificate": (
        kinds.CertifiableGrade,
        kinds.StandardCode,
        kinds.ConfirmedVersion,
        kinds.LearnerStatus,
        kinds.AchievementDate,
        kinds.UlnCheckDigit,
        kinds.Permission,
    ),
    "assessor": (kinds.NoRelation, kinds.Approved),
    "appeal": (kinds.NoOriginalDecider, kinds.IndependentMember),
}


def prefix_of(rule_id: str) -> str:
    """ "booking" of "booking.notice"."""
    return rule_id.split(".", 1)[0]
