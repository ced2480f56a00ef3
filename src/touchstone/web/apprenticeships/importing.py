"""Importing apprentices from a table: send it, look at what was found, let it run, fetch the result."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from touchstone.apps.apprenticeships import services, tasks
from touchstone.apps.apprenticeships.importing.columns import COLUMNS
from touchstone.apps.apprenticeships.importing.reading import MOST_BYTES, MOST_ROWS
from touchstone.apps.apprenticeships.importing.writing import CONTENT_TYPES, CSV, XLSX, result, template
from touchstone.apps.apprenticeships.imports import (
    KEPT,
    counted,
    import_seen,
    imports_visible_to,
    stands_still,
    with_something_to_say,
)
from touchstone.apps.apprenticeships.models import Import, ImportRow
from touchstone.apps.apprenticeships.policy import AT_THE_PROVIDER
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.queries import organisations_of
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

SHOWN = 100  # rows on the page; all of them are in the result file
NEWEST = 20  # imports
REFRESH_SECONDS = 5


class TableForm(Form):
    id = fields.HiddenField(required=False)
    provider = fields.ModelSelectField(Organisation.objects.none(), label="Training provider")
    table = fields.FileField(
        label="Your table",
        help_text=f"A workbook (.xlsx) or text (.csv) with up to {MOST_ROWS:,} apprentices",
        accept=".xlsx,.csv",
        max_bytes=MOST_BYTES,
        error_messages={"required": "Select your table"},
    )

    def __init__(self, *args: Any, providers: Sequence[uuid.UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = organisations_of(OrganisationKind.PROVIDER).filter(pk__in=providers)
        self.fields["provider"].queryset = self.own  # type: ignore[attr-defined]
        if len(providers) == 1:
            del self.fields["provider"]

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()


@page("apprenticeship.import")
def table(request: Request) -> HttpResponseBase:
    providers = sorted(request.actor.organisations(*AT_THE_PROVIDER))
    form = TableForm(request.POST or None, request.FILES or None, providers=providers, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            one = services.check_table(
                who=request.actor,
                id=given["id"],
                provider=given.get("provider") or form.own.get(),
                file_name=given["table"].name,
                file=given["table"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("table", reason)
        else:
            return redirect("apprenticeships:import_show", pk=one.pk)
    context = {
        "form": form,
        "columns": COLUMNS,
        "imports": imports_visible_to(request.actor)[:NEWEST],
        "days": KEPT.days,
    }
    return render(request, "apprenticeships/import.html", context, status=422 if form.is_bound else 200)


@page("apprenticeship.import")
def example(request: Request) -> HttpResponseBase:
    """The template to fill in, as the address says: a workbook, or text."""
    kind = _kind(request)
    return _attached([template(kind)], kind, "apprentices")


@page("apprenticeship.import", find=import_seen)
def show(request: Request, one: Import) -> HttpResponseBase:
    """One address for the check, the run and its end; what is wanted comes with ``do``."""
    if request.method == "POST":
        return _do(request, one)
    counts = counted(one)
    rows = with_something_to_say(one)
    context = {
        "one": one,
        "counts": counts,
        "total": sum(counts.values()),
        "left": counts[ImportRow.State.READY],
        "rows": [] if one.state == Import.State.RUNNING else list(rows[:SHOWN]),
        "words": {state.value: state.label for state in ImportRow.State},
        "shown": SHOWN,
        "still": stands_still(one),
        "refresh": 0 if "still" in request.GET else REFRESH_SECONDS,
        "days": KEPT.days,
    }
    return render(request, "apprenticeships/import_show.html", context)


def _do(request: Request, one: Import) -> HttpResponseBase:
    wanted = request.POST.get("do")
    try:
        if wanted == "start":
            services.start_import(who=request.actor, one=one)
            tasks.run_import.enqueue(str(one.pk))
        elif wanted == "cancel":
            services.cancel_import(who=request.actor, one=one)
        elif wanted == "drop":
            services.drop_import(who=request.actor, one=one)
            messages.success(request, "The table is deleted. Whoever was enrolled from it stays.")
            return redirect("apprenticeships:import")
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("apprenticeships:import_show", pk=one.pk)


@page("apprenticeship.import-result", find=import_seen)
def outcome(request: Request, one: Import) -> HttpResponseBase:
    kind = _kind(request)
    rows = services.open_result(who=request.actor, one=one).iterator(chunk_size=1000)
    return _attached(result(kind, rows), kind, f"{PurePath(one.file_name).stem} - result")


def _kind(request: Request) -> str:
    return CSV if request.GET.get("as") == CSV else XLSX


def _attached(content: Iterable[bytes], kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    return response
