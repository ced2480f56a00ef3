"""What a statement of result says, as plain data for the template."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from touchstone.apps.assessment import answers
from touchstone.apps.assessment.answers import Answer
from touchstone.apps.assessment.models import Mark
from touchstone.apps.results.models import Result
from touchstone.apps.results.queries import marks_of
from touchstone.rules.days import count, say
from touchstone.standards.model import Method

VERDICTS = {
    "met": "Met",
    "not-met": "Not met",
    "warning": "Warning",
    "needs-ruling": "Ruled on",
    "unknown": "Not known",
    "not-applicable": "Does not apply",
}


def content_of(result: Result) -> dict[str, Any]:
    """Words only: every date and figure is already text. Raises Refused where its plan is not at hand any more."""
    one = result.apprenticeship
    kept = {
        str(id): answer
        for id, answer in answers.stored(
            [result.decision, *(component["decision"] for component in result.components)]
        ).items()
    }
    marks = marks_of(result)
    overall = kept[str(result.decision)]
    plan = answers.plan_behind(overall)
    return {
        "reference": f"{one.reference} / {result.number}",
        "is_demo": one.apprentice.is_demo,
        "name": one.apprentice.name,
        "uln": one.uln,
        "standard": f"{plan.standard.title} ({plan.standard.reference}), level {plan.standard.level}",
        "version": one.version,
        "plan": f"{plan.title} ({plan.id})",
        "provider": one.provider.name,
        "employer": one.employer.name,
        "assessment_organisation": one.assessment_organisation.name,
        "grade": result.grade.capitalize(),
        "released": say(timezone.localdate(result.released_at)),
        "rests_on": overall.rests_on or "",
        "overall": _findings(overall),
        "methods": [
            _method(
                plan.method(component["method"]),
                component,
                kept[component["decision"]],
                [mark for mark in marks if str(mark.record_id) == component["record"]],
            )
            for component in result.components
        ],
        "decision": str(result.decision),
        "plan_hash": plan.hash,
    }


def _method(method: Method, component: dict[str, Any], answer: Answer, marks: list[Mark]) -> dict[str, Any]:
    points = component["points"]
    return {
        "name": method.name,
        "grade": component["grade"].capitalize(),
        "points": f"{points} of {method.points.max_weighted} points" if method.points and points is not None else "",
        "findings": _findings(answer),
        "criteria": _criteria(method, marks),
    }


def _criteria(method: Method, marks: list[Mark]) -> list[dict[str, str]]:
    by_id = {mark.criterion: mark for mark in marks}
    if method.points is not None:
        return [
            {"id": id, "text": "", "ksbs": "", "judged": count(mark.points or 0, "point")}
            for id, mark in sorted(by_id.items(), key=lambda item: int(item[0]))
        ]
    return [
        {
            "id": criterion.id,
            "text": criterion.text,
            "ksbs": ", ".join(criterion.ksbs),
            "judged": "Met" if by_id[criterion.id].met else "Not met",
        }
        for criterion in method.criteria
        if criterion.id in by_id
    ]


def _findings(answer: Answer) -> list[dict[str, str]]:
    return [
        {"verdict": VERDICTS[finding.verdict], "because": finding.because, "clause": finding.clause}
        for finding in answer.findings
    ]
