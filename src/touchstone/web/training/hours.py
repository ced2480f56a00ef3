"""The log of off-the-job hours: totals against the plan, day by day; writing down, correcting, exporting."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.policy import LIVE
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import Hours
from touchstone.apps.training.queries import hours_of, hours_visible_to, plan_of_training, totals
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_csv, as_xlsx
from touchstone.web.parts.versions import version_of
from touchstone.web.training.hours_form import HoursForm, RemoveForm, as_typed

ROWS = 50
CHANGED = "Somebody changed these hours meanwhile. Look at them again, then correct them."


def find_hours(actor: Actor, pk: uuid.UUID) -> Hours | None:
    return hours_visible_to(actor).filter(pk=pk).first()


@page("hours.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    return render(
        request,
        "training/hours.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "totals": totals(one, plan_of_training(one)),
            "page": Paginator(hours_of(one), ROWS).get_page(request.GET.get("page")),
            "reads": _reads(request),
            "writes": bool(action("hours.write").roles & request.held),
        },
    )


@page("hours.see", find=find_apprenticeship)
def csv(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The same rows for a spreadsheet."""
    return as_csv(f"hours-{one.reference}.csv", *_table(request, one))


@page("hours.see", find=find_apprenticeship)
def xlsx(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The same as a workbook, where days and hours stay what they are."""
    return as_xlsx(f"hours-{one.reference}.xlsx", "Hours", *_table(request, one), wide=[3] if _reads(request) else [])


def _table(request: Request, one: Apprenticeship) -> tuple[list[str], Iterator[list[object]]]:
    """The head and the rows; what was learned only for whom the page shows it."""
    reads = _reads(request)
    head = ["Day", "Hours", "Activity", *(["What was learned", "Evidence"] if reads else []), "Written by"]
    return head, (_line(row, reads) for row in hours_of(one))


def _line(row: Hours, reads: bool) -> list[object]:
    words = [row.learned, row.evidence.title if row.evidence else ""] if reads else []
    return [row.day, row.minutes / 60, row.get_activity_display(), *words, row.added_by.name]


def _reads(request: Request) -> bool:
    return bool(LIVE & request.held)


@page("hours.write", find=find_apprenticeship)
def add(request: Request, one: Apprenticeship) -> HttpResponseBase:
    piece = request.GET.get("piece", "")  # from the page of the piece that came out of them
    initial = {"id": uuid.uuid4(), "version": 0, "day": timezone.localdate(), "evidence": piece}
    form = HoursForm(request.POST or None, one=one, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            id = uuid.UUID(form.cleaned_data["id"])
            services.add_hours(who=request.actor, id=id, apprenticeship=one, day=form.written())
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, f"{form.in_words()} written down.")
            return redirect("training:hours", pk=one.pk)
    return _render(request, one, form, "Write down off-the-job hours")


@page("hours.write", find=find_hours)
def change(request: Request, hours: Hours) -> HttpResponseBase:
    one = hours.apprenticeship
    form = HoursForm(request.POST or None, one=one, initial=as_typed(hours))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_hours(who=request.actor, hours=hours, version=version_of(form), day=form.written())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "The hours are corrected.")
            return redirect("training:hours", pk=one.pk)
    return _render(request, one, form, "Correct off-the-job hours")


@page("hours.write", find=find_hours)
def remove(request: Request, hours: Hours) -> HttpResponseBase:
    one = hours.apprenticeship
    form = RemoveForm(request.POST or None, initial={"version": hours.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_hours(
                who=request.actor, hours=hours, version=version_of(form), reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error("reason", " ".join(refused.reasons))
        except Stale:
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "The hours are taken out.")
            return redirect("training:hours", pk=one.pk)
    return render(
        request,
        "training/remove_hours.html",
        {"header": header_of(request.held, one, "training"), "one": one, "hours": hours, "form": form},
        status=422 if form.is_bound else 200,
    )


def _render(request: Request, one: Apprenticeship, form: HoursForm, title: str) -> HttpResponseBase:
    return render(
        request,
        "training/write_hours.html",
        {"header": header_of(request.held, one, "training"), "one": one, "form": form, "title": title},
        status=422 if form.is_bound else 200,
    )
