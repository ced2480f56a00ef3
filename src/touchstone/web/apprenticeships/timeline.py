"""What happened in an apprenticeship, as far as the reader's role may know it."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.web.apprenticeships.telling import told
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page


@page("apprenticeship.timeline", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """What was done; with ``?show=reading`` who opened what."""
    reading = request.GET.get("show") == "reading"
    entries = told(one, request.held, reading=reading, before=request.GET.get("before", ""))
    services.open_timeline(who=request.actor, apprenticeship=one, reading=reading)
    return render(
        request,
        "apprenticeships/timeline.html",
        {
            "header": header_of(request.held, one, "timeline"),
            "reading": reading,
            "items": entries.items,
            "older": entries.older,
        },
    )
