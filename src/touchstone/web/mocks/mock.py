"""One mock: its sheet as a list of tasks for who holds it, to read for everybody else; sharing it, discarding it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.apps.mocks import services
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.standing import standing_of
from touchstone.apps.people.access import action
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.mocks import finding
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.record import sheet_context
from touchstone.web.parts.sheet.desk import CHANGED
from touchstone.web.parts.sheet.forms import VersionForm
from touchstone.web.parts.sheet.tasks import tasks_of
from touchstone.web.ui import fields


class ShareForm(VersionForm):
    feedback = fields.LongTextField(
        label="What went well, and what is there to work on?",
        help_text="The apprentice reads this first.",
        rows=8,
        max_length=8000,
    )


@page("mock.open", find=finding.mock)
def show(request: Request, mock: Mock) -> HttpResponse:
    services.open_mock(who=request.actor, mock=mock, page="mock")
    sheet = finding.sheet_of_page(mock)
    tasks = tasks_of(sheet, lambda name, *more: reverse(f"mocks:{name}", args=[mock.pk, *more]))
    context = _context(request, mock) | {
        **sheet_context(sheet, standing_of(sheet)),
        "tasks": tasks if _writes(request, mock) else None,
    }
    return render(request, "mocks/mock.html", context)


@page("mock.write", find=finding.mock)
def share(request: Request, mock: Mock) -> HttpResponse:
    form = ShareForm(request.POST or None, initial={"version": mock.version, "feedback": mock.feedback})
    if not _writes(request, mock):
        return redirect("mocks:mock", mock.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.share(who=request.actor, mock=mock, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.refill({"version": str(mock.version)})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, f"{mock.apprenticeship.apprentice.name} can read the mock now.")
            return redirect("mocks:mock", mock.pk)
    else:
        services.open_mock(who=request.actor, mock=mock, page="share")
    sheet = finding.sheet_of_page(mock)
    context = _context(request, mock) | {**sheet_context(sheet, standing_of(sheet)), "form": form}
    return render(request, "mocks/share.html", context, status=422 if form.is_bound else 200)


@page("mock.write", find=finding.mock)
def discard(request: Request, mock: Mock) -> HttpResponse:
    form = VersionForm(request.POST or None, initial={"version": mock.version})
    if not _writes(request, mock):
        return redirect("mocks:mock", mock.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.discard(who=request.actor, mock=mock, version=form.cleaned_data["version"])
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.refill({"version": str(mock.version)})
            form.add_error(None, "You wrote on this mock in another window. Look at it again, then decide.")
        else:
            messages.success(request, "The mock is thrown away.")
            return redirect("mocks:list", mock.apprenticeship_id)
    context = _context(request, mock) | {"form": form}
    return render(request, "mocks/discard.html", context, status=422 if form.is_bound else 200)


def _writes(request: Request, mock: Mock) -> bool:
    return finding.is_open_to(request.actor, mock) and bool(action("mock.write").roles & request.held)


def _context(request: Request, mock: Mock) -> dict[str, Any]:
    return {
        "header": header_of(request.held, mock.apprenticeship, "assessment"),
        "mock": mock,
        "held_as": Role(mock.held_as).label,
    }
