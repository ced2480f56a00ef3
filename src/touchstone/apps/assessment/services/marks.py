"""Judging criteria: what was judged, what it was before, and never a note lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.entering import check_judgements
from touchstone.apps.assessment.models import Mark, Record
from touchstone.apps.assessment.services.locking import hold
from touchstone.apps.assessment.sheets import Judgement
from touchstone.apps.plans.queries import policy_for
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Plan


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
    policy = policy_for(held.apprenticeship.assessment_organisation, plan.id) if recorded_grade else None
    check_judgements(plan, policy, method, judgements, recorded_grade)
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


def _columns(judged: Mark | Judgement) -> dict[str, Any]:
    return {"met": judged.met, "points": judged.points, "note": judged.note}


def _said(judged: Mark | Judgement | None) -> bool | int | None:
    """The judgement without its note: True, False, points, or None."""
    return None if judged is None else judged.met if judged.met is not None else judged.points
