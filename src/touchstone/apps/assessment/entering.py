"""What may stand on a sheet: only what the plan has. Whoever keeps one asks here first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from touchstone.apps.assessment.plan_words import criteria_of, part_kinds, takes_recorded_grade
from touchstone.apps.assessment.sheets import QUESTION_KINDS, SETTINGS, Asked, HeldPart, Judgement
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Method, Plan, PlanNotHeld, Policy


def checked_parts(plan: Plan | PlanNotHeld, method: str, kind: str, parts: Sequence[HeldPart]) -> list[HeldPart]:
    """The parts as they are kept: a recording was held on the day of its session. Raises Refused."""
    if not isinstance(plan, Plan) or kind not in part_kinds(plan, method):
        raise Refused("The assessment plan has no such part in this method.")
    if any(part.setting and part.setting not in SETTINGS for part in parts):
        raise Refused("A session is one-to-one or in a group.")
    return [
        replace(
            part,
            held_on=timezone.localdate(part.session_at) if part.session_at else part.held_on,
            learner=part.learner.strip(),
        )
        for part in parts
    ]


def checked_questions(plan: Plan | PlanNotHeld, questions: Sequence[Asked], not_observed: Collection[str]) -> list[str]:
    """The KSBs not observed, in the standard's order. Raises Refused for a code or kind there is none of."""
    codes = [ksb.code for ksb in plan.ksbs]
    named = {code for question in questions for code in question.ksbs} | set(not_observed)
    if unknown := named - set(codes):
        raise Refused(f"{', '.join(sorted(unknown))}: no such KSB in this standard.")
    if any(question.kind not in QUESTION_KINDS for question in questions):
        raise Refused("A question is of one of the kinds on the page.")
    return [code for code in codes if code in set(not_observed)]


def check_judgements(
    plan: Plan,
    policy: Policy | None,
    method: Method,
    judgements: Mapping[str, Judgement],
    recorded_grade: str | None,
) -> None:
    """Raises Refused for a criterion the method has not, and for a judgement or grade the plan does not take."""
    if unknown := set(judgements) - set(criteria_of(method)):
        raise Refused(f"{', '.join(sorted(unknown))}: no such criterion in the {method.name}.")
    sheet = method.points
    for criterion, judgement in judgements.items():
        if (judgement.points if sheet is None else judgement.met) is not None:
            raise Refused(f"{criterion} is judged by {'met or not met' if sheet is None else 'points'} in this plan.")
        if sheet is not None and judgement.points is not None and judgement.points not in sheet.scale:
            raise Refused(f"{criterion} takes {', '.join(map(str, sheet.scale))} points, not {judgement.points}.")
    if recorded_grade and (
        recorded_grade not in plan.component_grades or not takes_recorded_grade(plan, policy, method.id)
    ):
        raise Refused("The assessor’s own grade can be recorded only where the plan’s thresholds are not known.")
