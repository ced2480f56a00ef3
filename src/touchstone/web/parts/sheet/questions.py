"""Recording the questions that were asked, and what was not observed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.assessment.plan_words import rules_of, themes_of
from touchstone.apps.assessment.sheets import Asked, Sheet
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.kinds import QuestionCount, ThemesAsked, UnobservedAsked
from touchstone.standards.model import Rule
from touchstone.web.parts.page import Request
from touchstone.web.parts.rows import Rows
from touchstone.web.parts.sheet.desk import CHANGED, Desk
from touchstone.web.parts.sheet.forms import NotObservedForm, QuestionForm


def questions_page(
    request: Request,
    desk: Desk,
    *,
    read: Callable[[], object],
    save: Callable[[list[Asked], Collection[str], int], object],
) -> HttpResponse:
    """``read()`` notes that the page was read; ``save(questions, not_observed, version)`` keeps them."""
    sheet, offered = desk.sheet, _offered(desk.sheet)
    initial = {"version": desk.version, "not_observed": sheet.not_observed}
    form = NotObservedForm(request.POST or None, initial=initial, offered=offered)
    rows = _rows(request, sheet)
    changed = False
    if request.method == "POST" and request.POST.get("do") == "add":
        ticked = request.POST.getlist("not_observed")
        rows, form = rows.grown(), NotObservedForm(initial={**initial, "not_observed": ticked}, offered=offered)
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            save(
                [row.question() for row in rows.filled],
                form.cleaned_data.get("not_observed", []),
                form.cleaned_data["version"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            changed = True
            form.refill({"version": str(desk.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Questions: saved")
            return redirect(desk.back)
    else:
        read()
    context = {
        "desk": desk,
        "header": desk.header,
        "form": form,
        "rows": rows,
        "forms": [form, *rows.filled],
        "rules": [rule for rule in rules_of(sheet.plan, "conduct", sheet.method.id) if _is_about_questions(rule)],
        "saved": sheet.questions if changed else [],
    }
    refused_ = any(each.is_bound and each.errors for each in (form, *rows.forms))
    return render(request, "parts/sheet/questions.html", context, status=422 if refused_ else 200)


def _rows(request: Request, sheet: Sheet) -> Rows[Any]:
    rules = rules_of(sheet.plan, "conduct", sheet.method.id)
    least = [rule.kind.minimum for rule in rules if isinstance(rule.kind, QuestionCount)]
    return Rows(
        QuestionForm,
        "question",
        data=request.POST if request.method == "POST" else None,
        initial=[
            {"text": one.text, "kind": one.kind, "theme": one.theme, "ksbs": " ".join(one.ksbs)}
            for one in sheet.questions or ()
        ],
        shown=max([1, *least]),
        themes=themes_of(sheet.plan, sheet.method),
        known={ksb.code for ksb in sheet.plan.ksbs},
    )


def _offered(sheet: Sheet) -> list[tuple[str, str]]:
    """The KSBs to choose from, where the plan asks about those not observed."""
    rules = rules_of(sheet.plan, "conduct", sheet.method.id)
    if not any(isinstance(rule.kind, UnobservedAsked) for rule in rules):
        return []
    return [(ksb.code, ksb.text) for ksb in sheet.plan.ksbs if ksb.code in sheet.method.ksbs]


def _is_about_questions(rule: Rule) -> bool:
    return isinstance(rule.kind, QuestionCount | UnobservedAsked | ThemesAsked)
