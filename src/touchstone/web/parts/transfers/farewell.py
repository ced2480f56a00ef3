"""Refusing what is still being sent, so that the refusal is read: a connection closed at once takes it along."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from touchstone.web.parts.transfers.slots import Slot, release_databases, take

PIECE = 64 * 1024
SECONDS = 3  # enough for the page to arrive, and for most uploads to end


def farewell(request: HttpRequest, page: HttpResponse) -> HttpResponse | StreamingHttpResponse:
    """``page``, after which what is still being sent is taken and thrown away for a moment. As it is when too many
    such moments are under way."""
    slot = take(request, "farewell")
    if slot is None:
        return page
    answer = StreamingHttpResponse(_Farewell(page.content, request, slot), status=page.status_code)
    for name, value in page.items():
        answer[name] = value
    answer["Content-Length"] = str(len(page.content))
    answer["Content-Encoding"] = "identity"  # compressed, its end would only leave with the end of the moment
    return answer


class _Farewell:
    def __init__(self, page: bytes, request: HttpRequest, slot: Slot) -> None:
        self.page, self.request, self.slot = page, request, slot

    def __iter__(self) -> Iterator[bytes]:
        yield self.page
        release_databases()
        until = time.monotonic() + SECONDS
        with suppress(OSError):  # the sender has gone
            while time.monotonic() < until and (piece := self.request._stream.read(PIECE)):
                self.slot.moved += len(piece)

    def close(self) -> None:
        self.slot.give_back()

    def __del__(self) -> None:  # an answer that was made and never sent
        self.slot.give_back()
