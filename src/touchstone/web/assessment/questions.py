"""Recording the questions that were asked, and what was not observed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.plan_words import rules_of, themes_of
from touchstone.apps.assessment.sheets import Asked, asked_in
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.kinds import QuestionCount, ThemesAsked, UnobservedAsked
from touchstone.standards.model import Method, Plan, Rule
from touchstone.web.assessment import finding
from touchstone.web.assessment.parts import CHANGED
from touchstone.web.assessment.record_forms import NotObservedForm, QuestionForm
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.rows import Rows


@page("record.write", find=finding.record)
def edit(request: Request, record: Record) -> HttpResponse:
    plan = plan_of(record.apprenticeship)
    if record.state != Record.State.OPEN or not isinstance(plan, Plan):
        return redirect("assessment:record", record.pk)
    method, saved = plan.method(record.booking.method), asked_in(record)
    initial = {"version": record.version, "not_observed": record.not_observed}
    form = NotObservedForm(request.POST or None, initial=initial, offered=_offered(plan, method))
    rows = _rows(request, plan, method, saved)
    changed = False
    if request.method == "POST" and request.POST.get("do") == "add":
        rows, form = (
            rows.grown(),
            NotObservedForm(
                initial={**initial, "not_observed": request.POST.getlist("not_observed")},
                offered=_offered(plan, method),
            ),
        )
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            services.record_questions(
                who=request.actor,
                record=record,
                questions=[row.question() for row in rows.filled],
                not_observed=form.cleaned_data.get("not_observed", []),
                version=form.cleaned_data["version"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            changed = True
            form.refill({"version": str(record.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Questions: saved")
            return redirect("assessment:record", record.pk)
    else:
        services.open_record(who=request.actor, record=record, page="questions")
    context = {
        "header": header_of(request.held, record.apprenticeship, "assessment"),
        "record": record,
        "form": form,
        "rows": rows,
        "forms": [form, *rows.filled],
        "rules": [rule for rule in rules_of(plan, "conduct", method.id) if _is_about_questions(rule)],
        "saved": saved if changed else [],
    }
    refused_ = any(each.is_bound and each.errors for each in (form, *rows.forms))
    return render(request, "assessment/questions.html", context, status=422 if refused_ else 200)


def _rows(request: Request, plan: Plan, method: Method, saved: list[Asked]) -> Rows[Any]:
    least = [rule.kind.minimum for rule in rules_of(plan, "conduct", method.id) if isinstance(rule.kind, QuestionCount)]
    return Rows(
        QuestionForm,
        "question",
        data=request.POST if request.method == "POST" else None,
        initial=[{"text": one.text, "kind": one.kind, "theme": one.theme, "ksbs": " ".join(one.ksbs)} for one in saved],
        shown=max([1, *least]),
        themes=themes_of(plan, method),
        known={ksb.code for ksb in plan.ksbs},
    )


def _offered(plan: Plan, method: Method) -> list[tuple[str, str]]:
    """The KSBs to choose from, where the plan asks about those not observed."""
    if not any(isinstance(rule.kind, UnobservedAsked) for rule in rules_of(plan, "conduct", method.id)):
        return []
    return [(ksb.code, ksb.text) for ksb in plan.ksbs if ksb.code in method.ksbs]


def _is_about_questions(rule: Rule) -> bool:
    return isinstance(rule.kind, QuestionCount | UnobservedAsked | ThemesAsked)
