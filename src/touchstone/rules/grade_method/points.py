"""Methods marked by points: each criterion has a few, their sum is weighted, a grade has its thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from touchstone.rules.days import count
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import GradeMethodFacts
from touchstone.rules.findings import Answers, figures, found, met, missed, not_applicable, unknown
from touchstone.standards.kinds import Kind, NoZero, PointsThreshold, PointsValid, ThresholdsKnown
from touchstone.standards.model import Plan, PointsSheet, Rule

K = TypeVar("K", bound=Kind)

NO_SHEET = PointsSheet(criteria=0, scale=(), weight=1, max_weighted=0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The points as given. ``tops`` counts the criteria with the most points a criterion can have."""

    points: tuple[int, ...]
    plan: PointsSheet

    @property
    def strange(self) -> list[int]:
        return [point for point in self.points if point not in self.plan.scale]

    @property
    def too_many(self) -> int:
        return max(0, len(self.points) - self.plan.criteria)

    @property
    def raw(self) -> int:
        return sum(self.points)

    @property
    def weighted(self) -> int:
        return self.raw * self.plan.weight

    @property
    def tops(self) -> int:
        return self.points.count(max(self.plan.scale, default=0))

    @property
    def zeros(self) -> int:
        return self.points.count(0)

    @property
    def can_be_graded(self) -> bool:
        return not self.strange and len(self.points) == self.plan.criteria


def sheet_of(facts: GradeMethodFacts, plan: Plan) -> Sheet:
    return Sheet(facts.points or (), plan.method(facts.method or "").points or NO_SHEET)


def points_valid(kind: PointsValid, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    sheet = sheet_of(facts, plan)
    scale = ", ".join(str(point) for point in sheet.plan.scale)
    wrong = [f"{', '.join(str(point) for point in sheet.strange)} is not one of {scale}"] if sheet.strange else []
    wrong += [f"{sheet.too_many} more than the {sheet.plan.criteria} criteria"] if sheet.too_many else []
    if wrong:
        return unknown(plan, rule, f"Points that cannot be: {'; '.join(wrong)}.")
    figures = {"raw": sheet.raw, "weighted": sheet.weighted, "twos": sheet.tops} if sheet.points else {}
    return met(plan, rule, f"Every point given is one of {scale}.", **figures)


def no_zero(kind: NoZero, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    sheet = sheet_of(facts, plan)
    if not sheet.zeros:
        return met(plan, rule, "No criterion has zero points.")
    because = f"Zero points for {count(sheet.zeros, 'criterion') if sheet.zeros == 1 else f'{sheet.zeros} criteria'}"
    if kind.fails:
        return missed(plan, rule, f"{because}, and a zero fails the method.")
    if kind.fails is False:
        return met(plan, rule, f"{because}; by itself that does not fail the method.")
    if _stands(facts, plan):
        return found(plan, rule, "warning", f"{because}; whether that fails the method is not in the sources.")
    return unknown(plan, rule, f"{because}, and whether that fails the method is not in the sources.")


def points_threshold(kind: PointsThreshold, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    """Only the lowest grade can be missed; a zero, or a sheet that cannot be graded, is reported by its own rule."""
    sheet = sheet_of(facts, plan)
    if not sheet.can_be_graded:
        return not_applicable(plan, rule, "Not decided before every criterion has its points.")
    if sheet.zeros and not _zero_allowed(facts, plan):
        return not_applicable(
            plan, rule, "Not looked at where a criterion has zero points; that has a rule of its own."
        )
    below = [other for other in _thresholds(facts, plan) if _rank(other, plan) < _rank(kind, plan)]
    open_so_far = all(_reached(sheet, other) for other in below)
    if not _is_set(kind):
        reported = _kinds_of(ThresholdsKnown, facts, plan) or not open_so_far
        answer = not_applicable if reported else unknown
        return answer(plan, rule, f"The points for a {kind.grade} are not in the sources.")
    if _stands(facts, plan):
        return not_applicable(plan, rule, "The recorded grade stands.")
    because = _figures(sheet, kind)
    if _reached(sheet, kind) and open_so_far:
        return met(plan, rule, f"{because}.", grade=kind.grade)
    if kind.grade == plan.component_grades[1]:
        return missed(plan, rule, f"{because}.")
    return not_applicable(plan, rule, f"No {kind.grade}: {because}.")


def thresholds_known(kind: ThresholdsKnown, rule: Rule, facts: GradeMethodFacts, plan: Plan) -> Finding:
    unset = [threshold.grade for threshold in _thresholds(facts, plan) if not _is_set(threshold)]
    if not unset:
        return met(plan, rule, "The points of every grade are set, and decide.")
    because = f"The points for a {' and a '.join(unset)} are not in the sources"
    if facts.recorded_grade is not None:
        recorded = facts.recorded_grade
        return found(plan, rule, "warning", f"{because}; the recorded grade, {recorded}, stands.", grade=recorded)
    return unknown(plan, rule, f"{because}, and no policy or recorded grade supplies them.")


def _stands(facts: GradeMethodFacts, plan: Plan) -> bool:
    """A recorded grade stands where the thresholds of the method are not all set."""
    return facts.recorded_grade is not None and any(not _is_set(kind) for kind in _thresholds(facts, plan))


def _thresholds(facts: GradeMethodFacts, plan: Plan) -> list[PointsThreshold]:
    return _kinds_of(PointsThreshold, facts, plan)


def _zero_allowed(facts: GradeMethodFacts, plan: Plan) -> bool:
    return all(kind.fails is False for kind in _kinds_of(NoZero, facts, plan))


def _kinds_of(wanted: type[K], facts: GradeMethodFacts, plan: Plan) -> list[K]:
    """The figures of the method's rules of one kind."""
    rules = [rule for rule in plan.rules if rule.method in (None, facts.method)]
    return [rule.kind for rule in rules if isinstance(rule.kind, wanted)]


def _is_set(kind: PointsThreshold) -> bool:
    return kind.criteria_at_top is not None or kind.min_weighted is not None


def _reached(sheet: Sheet, kind: PointsThreshold) -> bool:
    return sheet.tops >= (kind.criteria_at_top or 0) and sheet.weighted >= (kind.min_weighted or 0)


def _rank(kind: PointsThreshold, plan: Plan) -> int:
    return plan.component_grades.index(kind.grade)


def _figures(sheet: Sheet, kind: PointsThreshold) -> str:
    top = max(sheet.plan.scale, default=0)
    parts = []
    if kind.criteria_at_top is not None:
        parts.append(f"{sheet.tops} of {kind.criteria_at_top} criteria at {count(top, 'point')}")
    if kind.min_weighted is not None:
        weighted = f" ({sheet.raw} × {sheet.plan.weight})" if sheet.plan.weight != 1 else ""
        parts.append(f"{sheet.weighted}{weighted} of {kind.min_weighted} points")
    return ", ".join(parts)


def score(findings: Sequence[Finding]) -> dict[str, object]:
    """``raw`` sum, ``weighted`` sum and ``twos`` (criteria at the top of the scale), of valid points so far."""
    return figures(findings, "raw", "weighted", "twos")


ANSWERS: Answers = {
    PointsValid: points_valid,
    NoZero: no_zero,
    PointsThreshold: points_threshold,
    ThresholdsKnown: thresholds_known,
}
