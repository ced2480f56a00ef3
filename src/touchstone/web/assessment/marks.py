"""Judging the criteria of a method, pass and distinction side by side, theme by theme."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Mark, Record
from touchstone.apps.assessment.plan_words import criteria_of, takes_recorded_grade
from touchstone.apps.assessment.standing import Sheet
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.assessment import finding
from touchstone.web.assessment.marks_form import MarksForm, initial_of, judged_word
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.record import sheet_for

CHANGED = (
    "These judgements were changed meanwhile, in another window. Nothing of yours is lost: it is in the page, and "
    "beside it what was saved meanwhile. Put each right and save again."
)


@page("record.write", find=finding.record)
def edit(request: Request, record: Record) -> HttpResponse:
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    sheet = sheet_for(record)
    form = MarksForm(
        request.POST or None,
        initial=initial_of(record, sheet.marks, sheet.method),
        method=sheet.method,
        grades=_grades(sheet),
    )
    meanwhile: Mapping[str, Mark] = {}
    if request.method == "POST" and form.is_valid():
        try:
            services.mark_all(
                who=request.actor,
                record=record,
                judgements=form.judgements(),
                recorded_grade=form.own_grade(),
                version=form.cleaned_data["version"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            meanwhile = _meet(form, sheet)
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Judgements: saved")
            return _on(request, record)
    else:
        services.open_record(who=request.actor, record=record, page="marks")
    context = {
        "header": header_of(request.held, record.apprenticeship, "assessment"),
        "record": record,
        "sheet": sheet,
        "form": form,
        "numbers": criteria_of(sheet.method),
        "meanwhile": meanwhile,
        "texts": {ksb.code: ksb.text for ksb in sheet.plan.ksbs},
        "unset": [unset.what for unset in sheet.plan.unset if unset.method == sheet.method.id],
    }
    return render(request, "assessment/marks.html", context, status=422 if form.errors else 200)


def _grades(sheet: Sheet) -> tuple[str, ...]:
    """The grades an assessor may record as their own: only where the plan's thresholds are in no source."""
    return sheet.plan.component_grades if takes_recorded_grade(sheet.plan, sheet.policy, sheet.method.id) else ()


def _meet(form: MarksForm, sheet: Sheet) -> dict[str, Mark]:
    """Renew the form; fill what was left empty with what is saved; criterion -> saved mark where the two differ."""
    differing, refilled = {}, {"version": str(sheet.record.version)}
    for criterion, mark in sheet.marks.items():
        judged, note = f"{criterion}-judged", f"{criterion}-note"
        if form.typed_nothing(criterion):
            refilled |= {judged: judged_word(mark), note: mark.note}
        elif (form.data.get(judged), form.data.get(note, "").replace("\r\n", "\n")) != (judged_word(mark), mark.note):
            differing[criterion] = mark
    form.refill(refilled)
    return differing


def _on(request: Request, record: Record) -> HttpResponse:
    """Back to the theme that was saved, or to the list of tasks."""
    place = request.POST.get("do", "")
    if place.startswith("theme-") and place.removeprefix("theme-").isdecimal():
        response = redirect("assessment:marks", record.pk)
        response["Location"] += f"#{place}"
        return response
    return redirect("assessment:record", record.pk)
