"""Recording the parts of one kind: the sessions, the recordings, the questioning, the discussion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.assessment.models import Part
from touchstone.apps.assessment.plan_words import PART_KINDS, parts_expected, rules_of
from touchstone.apps.assessment.sheets import HeldPart, NumberedPart, Sheet
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.kinds import DifferentLearners, MinutesEach, PartCount, QuestioningMinutes, TotalMinutes
from touchstone.standards.model import Rule
from touchstone.web.parts.page import Request
from touchstone.web.parts.rows import Rows
from touchstone.web.parts.sheet.desk import CHANGED, Desk
from touchstone.web.parts.sheet.forms import PartForm, RecordingForm, VersionForm


def parts_page(
    request: Request,
    desk: Desk,
    kind: str,
    *,
    read: Callable[[], object],
    save: Callable[[list[HeldPart], int], object],
) -> HttpResponse:
    """``read()`` notes that the page was read; ``save(parts, version)`` keeps them: Refused and Stale are shown."""
    saved = [part for part in desk.sheet.parts if part.kind == kind]
    form = VersionForm(request.POST or None, initial={"version": desk.version})
    rows = _rows(request, desk.sheet, kind, saved)
    changed = False
    if request.method == "POST" and request.POST.get("do") == "add":
        rows = rows.grown()
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            save([row.part() for row in rows.filled], form.cleaned_data["version"])
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            changed = True
            form.refill({"version": str(desk.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, f"{PART_KINDS[kind]}: saved")
            return redirect(desk.back)
    else:
        read()
    context = {
        "desk": desk,
        "header": desk.header,
        "title": PART_KINDS[kind],
        "form": form,
        "rows": rows,
        "forms": [form, *rows.filled],
        "rules": _rules(desk.sheet, kind),
        "saved": saved if changed else [],
    }
    refused_ = any(each.is_bound and each.errors for each in (form, *rows.forms))
    return render(request, "parts/sheet/parts.html", context, status=422 if refused_ else 200)


def _rows(request: Request, sheet: Sheet, kind: str, saved: list[Part | NumberedPart]) -> Rows[Any]:
    return Rows(
        RecordingForm if kind == "recording" else PartForm,
        "part",
        data=request.POST if request.method == "POST" else None,
        initial=[_initial(part) for part in saved],
        shown=parts_expected(sheet.plan, sheet.method.id, kind),
    )


def _initial(part: Part | NumberedPart) -> dict[str, Any]:
    """A row as it was saved."""
    row = {
        name: getattr(part, name) for name in RecordingForm.base_fields | PartForm.base_fields if hasattr(part, name)
    }
    for name, of in RecordingForm.INSTANTS:
        if moment := getattr(part, name):
            local = timezone.localtime(moment)
            row |= {f"{of}_date": local.date(), f"{of}_time": local.time()}
    return row


def _rules(sheet: Sheet, kind: str) -> list[Rule]:
    """What the plan says of parts of this kind: sentences above the form."""
    bearing = [rule for rule in rules_of(sheet.plan, "conduct", sheet.method.id) if _is_about(rule, kind)]
    return bearing + (list(rules_of(sheet.plan, "recording")) if kind == "recording" else [])


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
