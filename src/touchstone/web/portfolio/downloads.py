"""Giving out a file of evidence."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.queries import files_visible_to
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.files import download
from touchstone.web.parts.page import Request, page


def _find(actor: Actor, pk: uuid.UUID) -> StoredFile | None:
    return files_visible_to(actor).filter(pk=pk).first()


@page("file.open", find=_find)
def file(request: Request, stored: StoredFile) -> HttpResponseBase:
    try:
        return download(request, stored, lambda part: services.open_file(who=request.actor, file=stored, part=part))
    except Refused as refused:
        return not_given(request, stored, refused)


def not_given(request: Request, stored: StoredFile, refused: Refused) -> HttpResponse:
    """The page in the place of a file that is not given out: 410 where it never will be, 404 where it is missing."""
    gone = bool(stored.scan == StoredFile.Scan.INFECTED or stored.forgotten_at)
    context = {
        "title": "This file is not given out any more" if gone else "This file is missing",
        "header": header_of(request.held, stored.apprenticeship),
        "because": " ".join(refused.reasons),
    }
    return render(request, "portfolio/file_missing.html", context, status=410 if gone else 404)
