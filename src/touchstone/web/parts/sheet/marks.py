"""Judging the criteria of a method, pass and distinction side by side, theme by theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.assessment.models import Mark
from touchstone.apps.assessment.plan_words import criteria_of, takes_recorded_grade
from touchstone.apps.assessment.sheets import Judgement, Sheet
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.page import Request
from touchstone.web.parts.sheet.desk import Desk
from touchstone.web.parts.sheet.marks_form import MarksForm, initial_of, judged_word

CHANGED = (
    "These judgements were changed meanwhile, in another window. Nothing of yours is lost: it is in the page, and "
    "beside it what was saved meanwhile. Put each right and save again."
)


def marks_page(
    request: Request,
    desk: Desk,
    *,
    read: Callable[[], object],
    save: Callable[[dict[str, Judgement], str | None, int], object],
) -> HttpResponse:
    """``read()`` notes that the page was read; ``save(judgements, recorded_grade, version)`` keeps them."""
    sheet = desk.sheet
    form = MarksForm(
        request.POST or None,
        initial=initial_of(sheet, desk.version),
        method=sheet.method,
        grades=_grades(sheet),
    )
    meanwhile: Mapping[str, Mark | Judgement] = {}
    if request.method == "POST" and form.is_valid():
        try:
            save(form.judgements(), form.own_grade(), form.cleaned_data["version"])
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            meanwhile = _meet(form, desk)
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Judgements: saved")
            return _on(request, desk)
    else:
        read()
    context = {
        "desk": desk,
        "header": desk.header,
        "sheet": sheet,
        "form": form,
        "numbers": criteria_of(sheet.method),
        "meanwhile": meanwhile,
        "texts": {ksb.code: ksb.text for ksb in sheet.plan.ksbs},
        "unset": [unset.what for unset in sheet.plan.unset if unset.method == sheet.method.id],
    }
    return render(request, "parts/sheet/marks.html", context, status=422 if form.errors else 200)


def _grades(sheet: Sheet) -> tuple[str, ...]:
    """The grades an assessor may record as their own: only where the plan's thresholds are in no source."""
    return sheet.plan.component_grades if takes_recorded_grade(sheet.plan, sheet.policy, sheet.method.id) else ()


def _meet(form: MarksForm, desk: Desk) -> dict[str, Mark | Judgement]:
    """Renew the form; fill what was left empty with what is saved; criterion -> saved mark where the two differ."""
    differing, refilled = {}, {"version": str(desk.version)}
    for criterion, mark in desk.sheet.marks.items():
        judged, note = f"{criterion}-judged", f"{criterion}-note"
        if form.typed_nothing(criterion):
            refilled |= {judged: judged_word(mark), note: mark.note}
        elif (form.data.get(judged), form.data.get(note, "").replace("\r\n", "\n")) != (judged_word(mark), mark.note):
            differing[criterion] = mark
    form.refill(refilled)
    return differing


def _on(request: Request, desk: Desk) -> HttpResponse:
    """Back to the theme that was saved, or to the list of tasks."""
    place = request.POST.get("do", "")
    if place.startswith("theme-") and place.removeprefix("theme-").isdecimal():
        return redirect(f"{request.path}#{place}")
    return redirect(desk.back)
