"""Seeing a file on a page, without taking it away: pictures of it, or a player. The log says who, as for a download."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.content import word_for
from touchstone.apps.portfolio.drawing import NotDrawn
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.policy import LIVE
from touchstone.apps.portfolio.queries import files_visible_to, items_visible_to
from touchstone.apps.records.refusal import Refused
from touchstone.web.errors import views as errors
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.transfers import take
from touchstone.web.portfolio.downloads import not_given

PAGES_AT_ONCE = 5


def _find(actor: Actor, pk: uuid.UUID) -> StoredFile | None:
    found = files_visible_to(actor).select_related("attachment__evidence", "replacement__evidence")
    return found.filter(pk=pk).first()


@page("file.open", find=_find)
def look(request: Request, stored: StoredFile) -> HttpResponseBase:
    slot = take(request)  # drawing takes its time: those who look may be no more than there are threads for
    if slot is None:
        return errors.busy(request)
    try:
        slot.moved_all()
        seen = services.look_at(who=request.actor, file=stored)
    except Refused as refused:
        return not_given(request, stored, refused)
    finally:
        slot.give_back()
    return render(
        request,
        "portfolio/look.html",
        {
            "header": header_of(request.held, stored.apprenticeship, "evidence"),
            "file": stored,
            "kind": word_for(stored.content_type),
            "look": seen,
            "pages": Paginator(range(1, seen.pages + 1), PAGES_AT_ONCE).get_page(request.GET.get("page")),
            **_where(request, stored),
        },
    )


@page("file.open", find=_find)
def picture(request: Request, stored: StoredFile) -> HttpResponseBase:
    number = request.GET.get("page", "1")
    if not number.isdecimal() or len(number) > 6:
        raise Http404
    slot = take(request)
    if slot is None:
        return errors.busy(request)
    try:
        slot.moved_all()
        drawn = services.draw(who=request.actor, file=stored, number=int(number))
    except Refused as refused:
        return not_given(request, stored, refused)
    except NotDrawn:
        raise Http404 from None
    finally:
        slot.give_back()
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Encoding"] = "identity"  # compressed already
    return response


def _where(request: Request, stored: StoredFile) -> dict[str, Any]:
    """The piece the file is of, for those who may read it, and where it was submitted."""
    of = getattr(stored, "attachment", None) or getattr(stored, "replacement", None)
    return {
        "piece": of.evidence if of and LIVE & request.held and of.evidence.removed_at is None else None,
        "earlier": hasattr(stored, "replacement"),
        "items": items_visible_to(request.actor).filter(files=stored).order_by("portfolio__number", "number"),
    }
