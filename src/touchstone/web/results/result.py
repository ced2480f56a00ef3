"""The released result with every reason, and its statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment import answers
from touchstone.apps.assessment.answers import Answer
from touchstone.apps.assessment.models import Mark
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results.models import Result
from touchstone.apps.results.queries import marks_of, result_of
from touchstone.apps.results.services import open_statement
from touchstone.standards.model import Method, Plan
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.results import finding


@dataclass(frozen=True, slots=True)
class Component:
    """A method in a released result: its grade, why, and each judgement with its note."""

    method: Method
    grade: str
    points: int | None
    decision: str
    conduct: str
    items: list[dict[str, Any]]
    marks: dict[str, Mark]


@page("result.see", find=finding.apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    context = {"header": header_of(request.held, one, "result"), "one": one}
    result = result_of(one)
    if result is None:
        releases = Role.ADMINISTRATOR in request.held
        return render(request, "results/not_released.html", {**context, "releases": releases})
    kept = answers.stored([result.decision, *(part["decision"] for part in result.components)])
    overall = kept[result.decision]
    plan = _plan_behind(overall)
    context |= {
        "result": result,
        "plan": plan,
        "overall": overall,
        "overall_items": finding_items(overall.findings, plan),
        "components": list(_components(result, plan, {str(id): answer for id, answer in kept.items()})),
        "texts": {ksb.code: ksb.text for ksb in plan.ksbs},
    }
    return render(request, "results/result.html", context)


def _plan_behind(answer: Answer) -> Plan:
    try:
        return answers.plan_behind(answer)
    except Refused as refused:
        raise PermissionDenied(" ".join(refused.reasons)) from refused


def _components(result: Result, plan: Plan, kept: dict[str, Answer]) -> Iterator[Component]:
    marks = marks_of(result)
    for part in result.components:
        answer = kept[part["decision"]]
        yield Component(
            method=plan.method(part["method"]),
            grade=part["grade"],
            points=part["points"],
            decision=part["decision"],
            conduct=part["conduct"],
            items=finding_items(answer.findings, plan, part["method"], answers.policy_behind(answer)),
            marks={mark.criterion: mark for mark in marks if str(mark.record_id) == part["record"]},
        )


@page("result.statement", find=finding.result)
def statement(request: Request, result: Result) -> HttpResponse:
    try:
        content = open_statement(who=request.actor, result=result)
    except Refused as refused:
        raise PermissionDenied(" ".join(refused.reasons)) from refused
    name = f"statement-of-result-{result.apprenticeship.reference}-{result.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
