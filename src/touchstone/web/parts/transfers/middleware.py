"""Takes forms in before anything else looks at them: within the limits, and without holding the database."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

from touchstone.web.errors import views as errors
from touchstone.web.parts.transfers.farewell import farewell
from touchstone.web.parts.transfers.slots import Slot, release_databases, take
from touchstone.web.ui.kept import kept_text
from touchstone.web.ui.uploads import NoFiles, TextBeforeFiles

SMALL = 64 * 1024  # bytes: arrives at once, so taking it in is no transfer
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


class TransfersMiddleware:
    """Stands after the one that knows who acts: files of nobody are not written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or request.content_type not in FORMS:
            return self.get_response(request)
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if not length:
            unknown = "HTTP_TRANSFER_ENCODING" in request.META
            return errors.length_required(request) if unknown else self.get_response(request)
        if length > settings.UPLOAD_MAX_TOTAL + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return farewell(request, errors.too_large(request, _text_of(request, length)))
        slot = take(request, "small" if length <= SMALL else "large")
        if slot is None:
            return farewell(request, errors.busy(request, _text_of(request, length)))
        try:
            return self._receive(request, length, slot)
        finally:
            slot.give_back()

    def _receive(self, request: HttpRequest, length: int, slot: Slot) -> HttpResponseBase:
        """Files keep their place while they are looked at: that, too, can take a thread for long."""
        if not request.actor.person_id:  # type: ignore[attr-defined]
            request.upload_handlers = [NoFiles(request)]
        if slot.kind == "large":
            release_databases()
        if not _read(request, length, slot):
            return errors.broken_off(request)
        if not request.FILES:
            slot.give_back()
        return self.get_response(request)


def _text_of(request: HttpRequest, length: int) -> list[tuple[str, str]]:
    """What was typed, as far as it comes before the first file; nothing where even that takes a thread too many."""
    slot = take(request, "small") if request.content_type == "multipart/form-data" else None
    if slot is None:
        return []
    request.upload_handlers = [TextBeforeFiles(request)]
    try:
        return kept_text(request.POST) if _read(request, length, slot) else []
    finally:
        slot.give_back()


def _read(request: HttpRequest, length: int, slot: Slot) -> bool:
    """Take the form in; whether all of it came. Of what broke off nothing is left."""
    request._stream = cast(BinaryIO, _Arriving(request._stream, length, slot))
    try:
        _ = request.POST
    except UnreadablePostError:
        return False
    finally:
        slot.moved_all()
        for handler in request.upload_handlers:
            handler.upload_interrupted()
    return True


class _Arriving(io.RawIOBase):
    """The body as it arrives. The server shows a connection that broke off as an end: we know better by the length."""

    def __init__(self, body: BinaryIO, length: int, slot: Slot) -> None:
        self.body, self.length, self.slot = body, length, slot

    def read(self, size: int = -1, /) -> bytes:
        piece = self.body.read(size)
        self.slot.moved += len(piece)
        if not piece and size != 0 and self.slot.moved < self.length:
            raise OSError(f"{self.slot.moved} of {self.length} bytes came")
        return piece
