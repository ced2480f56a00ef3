"""Files that arrive in pieces: announced, sent, asked about, finished, given up. What browsers' scripts talk to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import arriving, services
from touchstone.apps.portfolio.models import Upload
from touchstone.apps.portfolio.queries import uploads_visible_to, visible_to, with_same_content
from touchstone.apps.portfolio.services.uploads import TooMuch
from touchstone.apps.records.refusal import NotNow, Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.transfers import SMALL, Slot, farewell, release_databases, take
from touchstone.web.portfolio import tus
from touchstone.web.ui.addresses import address

PIECE = 256 * 1024  # bytes read at a time: what an upload costs in memory
TROUBLE = (tus.Wrong, arriving.Busy, arriving.WrongOffset, arriving.Mismatch, Refused)


def find_upload(actor: Actor, pk: uuid.UUID) -> Upload | None:
    return uploads_visible_to(actor).filter(pk=pk).first()


def begin(request: Request, one: Apprenticeship) -> HttpResponse:
    """Announce a file: the answer says where its pieces go."""
    try:
        if tus.method_of(request) != "POST":
            return tus.answer(405, "A file is announced with POST.")
        said = tus.announced(request)
        meant = [said.piece] if said.piece else []
        upload = services.begin_upload(
            who=request.actor,
            apprenticeship=one,
            name=said.name,
            size=said.size,
            modified_at=said.modified_at,
            evidence=visible_to(request.actor).filter(pk__in=meant, apprenticeship=one).first(),
        )
    except TROUBLE as trouble:
        return _no(trouble)
    response = tus.answer(201, upload=upload, at=0)
    response["Location"] = address("portfolio:upload", upload.pk)
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE", "POST", "OPTIONS"])
@page("file.upload", find=find_upload)
def upload(request: Request, one: Upload) -> HttpResponseBase:
    try:
        match tus.method_of(request):
            case "OPTIONS":
                return offers()
            case "HEAD":
                return tus.answer(200, upload=one, at=services.offset_of(one))
            case "PATCH":
                return tus.answer(204, upload=one, at=_taken(request, one))
            case "DELETE":
                services.drop_upload(who=request.actor, upload=one)
                return tus.answer(204)
            case "POST":
                return _finish(request, one)
            case _:
                return tus.answer(405, "This cannot be done with an upload.")
    except TROUBLE as trouble:
        return farewell(request, _no(trouble))


@require_POST
@page("file.upload", find=find_upload)
def remove(request: Request, one: Upload) -> HttpResponseBase:
    """The button of the page, which needs no script."""
    try:
        services.drop_upload(who=request.actor, upload=one)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"“{one.name}” is removed. Nothing of it is kept.")
    return redirect("portfolio:uploads", pk=one.apprenticeship_id)


def offers() -> HttpResponse:
    return tus.offers(max(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_RECORDING_BYTES))


def _taken(request: Request, one: Upload) -> int:
    """Take in the piece that is sent. How much is here now."""
    at, length, checksum = tus.offset(request), tus.length(request), tus.checksum(request)
    slot = take(request, "small" if length <= SMALL else "large")
    if slot is None:
        raise tus.Wrong(503, "Too many files are being sent at this moment. It goes on by itself.")
    try:
        release_databases()
        pieces = _pieces(request, length, slot)
        return services.take_piece(upload=one, at=at, length=length, pieces=pieces, checksum=checksum)
    finally:
        slot.give_back()


def _pieces(request: Request, length: int, slot: Slot) -> Iterator[bytes]:
    """The body as it arrives; of one that breaks off, what came."""
    left = length
    with suppress(OSError):
        while left and (piece := request.read(min(PIECE, left))):
            left -= len(piece)
            slot.moved += len(piece)
            yield piece
    slot.moved_all()


def _finish(request: Request, one: Upload) -> HttpResponse:
    """The sender has sent all, and says what their own copy hashes to."""
    try:
        stored = services.finish_upload(who=request.actor, upload=one, sha256=request.POST.get("sha256", ""))
    except NotNow as refused:
        return JsonResponse({"says": " ".join(refused.reasons)}, status=503)
    except Refused as refused:
        return JsonResponse({"says": " ".join(refused.reasons)}, status=422)
    same = with_same_content([stored]).get(stored.pk)
    piece = getattr(getattr(same, "attachment", None), "evidence", None)
    is_there = {"same": same.name if same else "", "in": piece.title if piece else ""}
    return JsonResponse({"file": str(stored.pk), "name": stored.name, **is_there})


def _no(trouble: Exception) -> HttpResponse:
    match trouble:
        case tus.Wrong():
            return tus.answer(trouble.status, str(trouble))
        case arriving.Busy():
            return tus.answer(423, "Another tab or window sends this file at this moment.")
        case arriving.WrongOffset():
            return tus.answer(409, "The file does not end there.")
        case arriving.Mismatch():
            return tus.answer(tus.MISMATCH, "What arrived is not what was sent.")
        case TooMuch():
            return tus.answer(413, str(trouble))
        case NotNow():
            return tus.answer(507, str(trouble))
        case _:
            return tus.answer(422, str(trouble))
