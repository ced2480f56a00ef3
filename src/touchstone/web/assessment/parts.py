"""Recording the parts of one kind: the sessions, the recordings, the questioning, the discussion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Part, Record
from touchstone.apps.assessment.plan_words import parts_expected, rules_of
from touchstone.apps.assessment.sheets import PART_KINDS
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.kinds import DifferentLearners, MinutesEach, PartCount, QuestioningMinutes, TotalMinutes
from touchstone.standards.model import Rule
from touchstone.web.assessment import finding
from touchstone.web.assessment.finding import PartsOf
from touchstone.web.assessment.record_forms import PartForm, RecordingForm, VersionForm
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.rows import Rows

CHANGED = (
    "This record was changed meanwhile, in another window. What you typed is here; what is saved is shown below it."
)


@page("record.write", find=finding.parts)
def edit(request: Request, thing: PartsOf) -> HttpResponse:
    record = thing.record
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    saved = list(record.parts.filter(kind=thing.kind))
    form = VersionForm(request.POST or None, initial={"version": record.version})
    rows = _rows(request, thing, saved)
    changed = False
    if request.method == "POST" and request.POST.get("do") == "add":
        rows = rows.grown()
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            services.record_parts(
                who=request.actor,
                record=record,
                kind=thing.kind,
                parts=[row.part() for row in rows.filled],
                **form.cleaned_data,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            changed = True
            form.refill({"version": str(record.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, f"{PART_KINDS[thing.kind]}: saved")
            return redirect("assessment:record", record.pk)
    else:
        services.open_record(who=request.actor, record=record, page=thing.kind)
    context = {
        "header": header_of(request.held, record.apprenticeship, "assessment"),
        "record": record,
        "title": PART_KINDS[thing.kind],
        "form": form,
        "rows": rows,
        "forms": [form, *rows.filled],
        "rules": _rules(thing),
        "saved": saved if changed else [],
    }
    return render(request, "assessment/parts.html", context, status=422 if _refused(form, rows) else 200)


def _rows(request: Request, thing: PartsOf, saved: list[Part]) -> Rows[Any]:
    return Rows(
        RecordingForm if thing.kind == "recording" else PartForm,
        "part",
        data=request.POST if request.method == "POST" else None,
        initial=[_initial(part) for part in saved],
        shown=parts_expected(thing.plan, thing.record.booking.method, thing.kind),
    )


def _initial(part: Part) -> dict[str, Any]:
    """A row as it was saved."""
    row = {
        name: getattr(part, name) for name in RecordingForm.base_fields | PartForm.base_fields if hasattr(part, name)
    }
    for name, of in RecordingForm.INSTANTS:
        if moment := getattr(part, name):
            local = timezone.localtime(moment)
            row |= {f"{of}_date": local.date(), f"{of}_time": local.time()}
    return row


def _rules(thing: PartsOf) -> list[Rule]:
    """What the plan says of parts of this kind: sentences above the form."""
    method, kind = thing.record.booking.method, thing.kind
    bearing = [rule for rule in rules_of(thing.plan, "conduct", method) if _is_about(rule, kind)]
    return bearing + (list(rules_of(thing.plan, "recording")) if kind == "recording" else [])


def _is_about(rule: Rule, kind: str) -> bool:
    match rule.kind:
        case PartCount(part=part) | DifferentLearners(part=part) | MinutesEach(part=part):
            return part == kind
        case TotalMinutes(counts=parts):
            return kind in parts
        case QuestioningMinutes():
            return kind == "questioning"
        case _:
            return False


def _refused(form: VersionForm, rows: Rows[Any]) -> bool:
    forms = [form, *rows.forms]
    return any(each.is_bound and each.errors for each in forms)
