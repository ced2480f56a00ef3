"""The words a plan knows: what facts may name when this plan is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from touchstone.standards.kinds import (
    DifferentLearners,
    EnglishMaths,
    Kind,
    LevelAtLeast,
    MinutesEach,
    PartCount,
    Provided,
    SameDay,
    TotalMinutes,
)
from touchstone.standards.model import Plan, PlanNotHeld

GRADES = ("fail", "pass", "merit", "distinction")
YES_NO = ("declaration_signed", "photo_id", "portfolio", "mapping_form", "showcase", "employer_confirms")
LEVELS = ("ict_level", "safeguarding_level")
SUBJECTS = ("english", "maths")
PARTS = ("live-session", "recording", "questioning", "discussion")


@dataclass(frozen=True, slots=True)
class Words:
    """``None`` and the defaults are those of a plan that is not held: every word of the question goes."""

    methods: tuple[str, ...] | None = None
    component_grades: tuple[str, ...] = GRADES
    overall_grades: tuple[str, ...] = GRADES
    all_grades: tuple[str, ...] = GRADES  # a certificate may be asked for with a grade this plan does not have
    ksbs: frozenset[str] | None = None
    themes: tuple[str, ...] | None = None
    dispensations: tuple[str, ...] | None = None
    yes_no: tuple[str, ...] = YES_NO  # facts of the gateway
    levels: tuple[str, ...] = LEVELS
    subjects: tuple[str, ...] = SUBJECTS
    parts: tuple[str, ...] = PARTS  # of an assessment


def words_of(plan: Plan | PlanNotHeld) -> Words:
    ksbs = frozenset(ksb.code for ksb in plan.ksbs)
    if isinstance(plan, PlanNotHeld):
        return Words(ksbs=ksbs)
    gateway = [rule.kind for rule in plan.rules if rule.id.startswith("gateway.")]
    return Words(
        methods=tuple(method.id for method in plan.methods),
        component_grades=plan.component_grades,
        overall_grades=plan.overall_grades,
        all_grades=_once(GRADES + plan.overall_grades),
        ksbs=ksbs,
        themes=_once(theme.name for method in plan.methods for theme in method.themes),
        dispensations=tuple(dispensation.id for dispensation in plan.dispensations),
        yes_no=_once(kind.fact for kind in gateway if isinstance(kind, Provided)) if gateway else YES_NO,
        levels=_once(kind.fact for kind in gateway if isinstance(kind, LevelAtLeast)) if gateway else LEVELS,
        subjects=_once(kind.subject for kind in gateway if isinstance(kind, EnglishMaths)) if gateway else SUBJECTS,
        parts=_once((*PARTS, *(part for rule in plan.rules for part in _parts(rule.kind)))),
    )


def _parts(kind: Kind) -> tuple[str, ...]:
    """The parts of an assessment a rule names: a plan may have its own."""
    match kind:
        case PartCount(part=part) | DifferentLearners(part=part) | MinutesEach(part=part):
            return (part,)
        case TotalMinutes(counts=parts) | SameDay(parts=parts):
            return parts
    return ()


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
