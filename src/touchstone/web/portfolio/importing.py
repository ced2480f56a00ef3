"""A portfolio from another system: send the ZIP, look at what would become of it, let it run, fetch the result."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from touchstone.apps.apprenticeships.importing.header import ERRORS, RESULTS
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio import tasks
from touchstone.apps.portfolio.importing.columns import COLUMNS, LABELS
from touchstone.apps.portfolio.importing.template import template
from touchstone.apps.portfolio.importing.types import NAMES
from touchstone.apps.portfolio.imports import (
    AT_WORK,
    KEPT,
    counted,
    import_seen,
    imports_of,
    stands_still,
    to_look_at,
)
from touchstone.apps.portfolio.models import PortfolioImport, PortfolioImportRow
from touchstone.apps.portfolio.services import importing as services
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_csv, as_xlsx
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

SHOWN = 100  # rows on a page
NEWEST = 20  # imports
UNLISTED_SHOWN = 50
REFRESH_SECONDS = 5
SHEET = "Pieces"


class ArchiveForm(Form):
    id = fields.HiddenField(required=False)
    archive = fields.FileField(label="Your ZIP", accept=".zip", error_messages={"required": "Select the ZIP"})

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()


@page("evidence.import", find=find_apprenticeship)
def send(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = ArchiveForm(request.POST or None, request.FILES or None, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["archive"]
        try:
            sent = services.send_archive(
                who=request.actor,
                id=form.cleaned_data["id"],
                apprenticeship=one,
                file_name=upload.name,
                upload=upload,
            )
        except Refused as refused:
            form.add_error("archive", list(refused.reasons))
        else:
            tasks.run_portfolio_import.enqueue(str(sent.pk))
            return redirect("portfolio:import_show", pk=sent.pk)
    context = {
        "header": header_of(request.held, one, "evidence"),
        "one": one,
        "form": form,
        "columns": COLUMNS,
        "types": NAMES.values(),
        "most": settings.UPLOAD_MAX_BYTES,
        "imports": imports_of(request.actor, one)[:NEWEST],
        "days": KEPT.days,
    }
    return render(request, "portfolio/import.html", context, status=422 if form.is_bound else 200)


@page("evidence.import", find=find_apprenticeship)
def example(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The template to fill in. It is the same for everybody."""
    response = HttpResponse(template(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="portfolio.zip"'
    return response


@page("evidence.import", find=import_seen)
def show(request: Request, one: PortfolioImport) -> HttpResponseBase:
    """One address for the check, the run and its end; what is wanted comes with ``do``."""
    if request.method == "POST":
        return _do(request, one)
    counts, works = counted(one), one.state in AT_WORK
    rows = Paginator(one.rows.none() if works else to_look_at(one), SHOWN).get_page(request.GET.get("page"))
    context = {
        "header": header_of(request.held, one.apprenticeship, "evidence"),
        "one": one,
        "counts": counts,
        "total": sum(counts.values()),
        "left": counts["waiting" if one.state == PortfolioImport.State.CHECKING else "ready"],
        "works": works,
        "rows": rows,
        "words": {state.value: state.label for state in PortfolioImportRow.State},
        "unlisted": one.unlisted[:UNLISTED_SHOWN],
        "still": stands_still(one),
        "refresh": 0 if "still" in request.GET else REFRESH_SECONDS,
        "days": KEPT.days,
    }
    return render(request, "portfolio/import_show.html", context)


def _do(request: Request, one: PortfolioImport) -> HttpResponseBase:
    wanted = request.POST.get("do")
    try:
        if wanted == "start":
            services.start_portfolio_import(who=request.actor, one=one)
            tasks.run_portfolio_import.enqueue(str(one.pk))
        elif wanted == "cancel":
            services.cancel_portfolio_import(who=request.actor, one=one)
        elif wanted == "drop":
            services.drop_portfolio_import(who=request.actor, one=one)
            messages.success(request, "The ZIP is deleted. What was imported from it stays.")
            return redirect("portfolio:import", pk=one.apprenticeship_id)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("portfolio:import_show", pk=one.pk)


@page("evidence.import-result", find=import_seen)
def outcome(request: Request, one: PortfolioImport) -> HttpResponseBase:
    """Every row as it was sent, with what became of it and everything said about it, one thing a line."""
    rows = services.open_import_result(who=request.actor, one=one).iterator(chunk_size=1000)
    head, kind = [*LABELS.values(), RESULTS, ERRORS], "csv" if request.GET.get("as") == "csv" else "xlsx"
    name = f"{PurePath(one.file_name).stem} - result.{kind}"
    lines = _lines(rows)
    response = as_csv("", head, lines) if kind == "csv" else as_xlsx("", SHEET, head, lines, wide=[len(head) - 1])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _lines(rows: Iterator[PortfolioImportRow]) -> Iterator[list[Any]]:
    for row in rows:
        said = [*row.errors, *(f"Warning: {warning}" for warning in row.warnings)]
        yield [*(row.cells.get(key, "") for key in LABELS), PortfolioImportRow.State(row.state).label, "\n".join(said)]
