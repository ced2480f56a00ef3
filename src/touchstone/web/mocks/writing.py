"""Writing the sheet of a mock, on the pages an assessor writes a record on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from touchstone.apps.mocks import services
from touchstone.apps.mocks.models import Mock
from touchstone.web.mocks import finding
from touchstone.web.mocks.finding import PartsOf
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.sheet.desk import Desk
from touchstone.web.parts.sheet.marks import marks_page
from touchstone.web.parts.sheet.parts import parts_page
from touchstone.web.parts.sheet.questions import questions_page


@page("mock.write", find=finding.parts)
def parts(request: Request, thing: PartsOf) -> HttpResponse:
    mock, kind, who = thing.mock, thing.kind, request.actor
    if not finding.is_open_to(who, mock):
        return redirect("mocks:mock", mock.pk)
    return parts_page(
        request,
        _desk(request, mock),
        kind,
        read=lambda: services.open_mock(who=who, mock=mock, page=kind),
        save=lambda parts, version: services.record_parts(who=who, mock=mock, kind=kind, parts=parts, version=version),
    )


@page("mock.write", find=finding.mock)
def questions(request: Request, mock: Mock) -> HttpResponse:
    who = request.actor
    if not finding.is_open_to(who, mock):
        return redirect("mocks:mock", mock.pk)
    return questions_page(
        request,
        _desk(request, mock),
        read=lambda: services.open_mock(who=who, mock=mock, page="questions"),
        save=lambda questions, not_observed, version: services.record_questions(
            who=who, mock=mock, questions=questions, not_observed=not_observed, version=version
        ),
    )


@page("mock.write", find=finding.mock)
def marks(request: Request, mock: Mock) -> HttpResponse:
    who = request.actor
    if not finding.is_open_to(who, mock):
        return redirect("mocks:mock", mock.pk)
    return marks_page(
        request,
        _desk(request, mock),
        read=lambda: services.open_mock(who=who, mock=mock, page="marks"),
        save=lambda judgements, grade, version: services.mark_all(
            who=who, mock=mock, judgements=judgements, recorded_grade=grade, version=version
        ),
    )


def _desk(request: Request, mock: Mock) -> Desk:
    return Desk(
        header=header_of(request.held, mock.apprenticeship, "assessment"),
        caption=f"Mock of the {mock.method}: practice, not assessment",
        sheet=finding.sheet_of_page(mock),
        version=mock.version,
        back=reverse("mocks:mock", args=[mock.pk]),
        readers="The apprentice reads your notes once you share the mock.",
    )
