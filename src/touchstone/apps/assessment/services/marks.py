"""Judging criteria: what was judged, what it was before, and never a note lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Mark, Record
from touchstone.apps.assessment.plan_words import criteria_of, takes_recorded_grade
from touchstone.apps.assessment.services.locking import hold
from touchstone.apps.assessment.sheets import Judgement
from touchstone.apps.plans.queries import policy_for
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Method, Plan


@transaction.atomic
def mark_all(
    *, who: Who, record: Record, judgements: Mapping[str, Judgement], version: int, recorded_grade: str | None = None
) -> Record:
    """Save the judgements of the criteria named (others stay as they are).

    ``recorded_grade``: the assessor's own grade where the plan's thresholds are not known; "" takes it back, None
    leaves it. The log keeps each judgement and the note it replaced. Raises Refused for what the plan has not, Stale
    after another change.
    """
    held = hold(record, who=who, version=version)
    plan = plan_of(held.apprenticeship)
    if not isinstance(plan, Plan):
        raise Refused("The assessment plan is not held, so nothing can be judged by it.")
    method = plan.method(held.booking.method)
    _check(held.apprenticeship, plan, method, judgements, recorded_grade)
    before = {mark.criterion: mark for mark in held.marks.filter(criterion__in=list(judgements))}
    changed = {
        criterion: judgement
        for criterion, judgement in judgements.items()
        if _columns(before.get(criterion, Judgement())) != _columns(judgement)
    }
    for criterion, judgement in changed.items():
        held.marks.update_or_create(criterion=criterion, defaults={**_columns(judgement), "marked_at": timezone.now()})
    grade_before = held.recorded_grade
    held.recorded_grade = grade_before if recorded_grade is None else recorded_grade
    held.save(update_fields=["version", "recorded_grade"])
    log(
        "record.marked",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={
            "method": held.booking.method,
            "marks": {name: [_said(before.get(name)), _said(judgement)] for name, judgement in changed.items()},
            "recorded_grade": [grade_before, held.recorded_grade],
        },
        personal={"notes_before": {name: mark.note for name, mark in before.items() if name in changed and mark.note}},
    )
    return held


def _check(
    apprenticeship: Apprenticeship,
    plan: Plan,
    method: Method,
    judgements: Mapping[str, Judgement],
    recorded_grade: str | None,
) -> None:
    if unknown := set(judgements) - set(criteria_of(method)):
        raise Refused(f"{', '.join(sorted(unknown))}: no such criterion in the {method.name}.")
    sheet = method.points
    for criterion, judgement in judgements.items():
        if (judgement.points if sheet is None else judgement.met) is not None:
            raise Refused(f"{criterion} is judged by {'met or not met' if sheet is None else 'points'} in this plan.")
        if sheet is not None and judgement.points is not None and judgement.points not in sheet.scale:
            raise Refused(f"{criterion} takes {', '.join(map(str, sheet.scale))} points, not {judgement.points}.")
    policy = policy_for(apprenticeship.assessment_organisation, plan.id) if recorded_grade else None
    if recorded_grade and (
        recorded_grade not in plan.component_grades or not takes_recorded_grade(plan, policy, method.id)
    ):
        raise Refused("The assessor’s own grade can be recorded only where the plan’s thresholds are not known.")


def _columns(judged: Mark | Judgement) -> dict[str, Any]:
    return {"met": judged.met, "points": judged.points, "note": judged.note}


def _said(judged: Mark | Judgement | None) -> bool | int | None:
    """The judgement without its note: True, False, points, or None."""
    return None if judged is None else judged.met if judged.met is not None else judged.points
