"""The assessor writes the record: what took place, what was asked, each judgement."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.standing import sheet_of
from touchstone.web.assessment import finding
from touchstone.web.assessment.finding import PartsOf
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.record import sheet_for
from touchstone.web.parts.sheet.desk import Desk
from touchstone.web.parts.sheet.marks import marks_page
from touchstone.web.parts.sheet.parts import parts_page
from touchstone.web.parts.sheet.questions import questions_page


@page("record.write", find=finding.parts)
def parts(request: Request, thing: PartsOf) -> HttpResponse:
    record, kind, who = thing.record, thing.kind, request.actor
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    return parts_page(
        request,
        _desk(request, record),
        kind,
        read=lambda: services.open_record(who=who, record=record, page=kind),
        save=lambda parts, version: services.record_parts(
            who=who, record=record, kind=kind, parts=parts, version=version
        ),
    )


@page("record.write", find=finding.record)
def questions(request: Request, record: Record) -> HttpResponse:
    who = request.actor
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    return questions_page(
        request,
        _desk(request, record),
        read=lambda: services.open_record(who=who, record=record, page="questions"),
        save=lambda questions, not_observed, version: services.record_questions(
            who=who, record=record, questions=questions, not_observed=not_observed, version=version
        ),
    )


@page("record.write", find=finding.record)
def marks(request: Request, record: Record) -> HttpResponse:
    who = request.actor
    if record.state != Record.State.OPEN:
        return redirect("assessment:record", record.pk)
    return marks_page(
        request,
        _desk(request, record),
        read=lambda: services.open_record(who=who, record=record, page="marks"),
        save=lambda judgements, grade, version: services.mark_all(
            who=who, record=record, judgements=judgements, recorded_grade=grade, version=version
        ),
    )


def _desk(request: Request, record: Record) -> Desk:
    return Desk(
        header=header_of(request.held, record.apprenticeship, "assessment"),
        caption=f"Record of the {record.booking.method}",
        sheet=sheet_for(record, sheet_of),
        version=record.version,
        back=reverse("assessment:record", args=[record.pk]),
        readers="The apprentice reads your notes once the result is released.",
    )
