"""Giving out a stored file: always as a download, with a type nobody has to guess, whole or the part asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from touchstone.apps.portfolio.models import StoredFile
from touchstone.web.errors import views as errors
from touchstone.web.parts.transfers import Slot, release_databases, take

PIECE = 64 * 1024  # bytes: what a slow reader costs us in memory is a few of these
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def download(request: HttpRequest, stored: StoredFile, opened: Callable[[bool], File[Any]]) -> HttpResponseBase:
    """``stored`` for this request. ``opened(part)`` opens its content and notes who did; what it raises passes through.

    200, 206 for one range of bytes, 416 for one outside the file. Several ranges in one request are answered with the
    whole file, as the standard allows. Never 304: these pages are not to be kept by any browser.
    """
    wanted = _wanted(request, stored)
    if wanted is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{stored.size}"
        return _dressed(response, stored)
    first, beyond, part = wanted
    if request.method == "HEAD":
        response = HttpResponse()
    elif settings.SENDFILE[0]:
        return _handed_over(stored, opened(part))
    else:
        slot = take(request)
        if slot is None:
            return errors.busy(request)
        try:
            content = opened(part)
        except BaseException:
            slot.give_back()
            raise
        if part and not content.seekable():
            first, beyond, part = 0, stored.size, False
        response = StreamingHttpResponse(_Pieces(content, first, beyond, slot))
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{beyond - 1}/{stored.size}"
    response["Content-Length"] = str(beyond - first)
    return _dressed(response, stored)


def _wanted(request: HttpRequest, stored: StoredFile) -> tuple[int, int, bool] | None:
    """(first byte, byte beyond the last, whether that is a part); None for a range that lies outside the file.

    A range that makes no sense is as good as none, and so is one of another state of the file (``If-Range``).
    """
    whole = (0, stored.size, False)
    match = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not match or match.groups() == ("", "") or request.headers.get("If-Range", _tag(stored)) != _tag(stored):
        return whole
    begin, end = match.groups()
    if not begin:  # so many bytes from the end
        return (max(0, stored.size - int(end)), stored.size, True) if int(end) else None
    if end and int(end) < int(begin):
        return whole
    if int(begin) >= stored.size:
        return None
    return int(begin), min(int(end) + 1, stored.size) if end else stored.size, True


def _tag(stored: StoredFile) -> str:
    return f'"{stored.sha256}"'


def _dressed(response: HttpResponseBase, stored: StoredFile) -> HttpResponseBase:
    """The browser saves it and does not open it inside the site."""
    response["Content-Type"] = stored.content_type
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _tag(stored)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A recording is compressed already: compressing it again only costs, and hides how long it is.
    response["Content-Encoding"] = "identity"
    return response


def _handed_over(stored: StoredFile, content: File[Any]) -> HttpResponseBase:
    """The proxy in front sends the file from the data folder, and answers for ranges."""
    header, prefix = settings.SENDFILE
    content.close()
    response = HttpResponse()
    response[header] = prefix + stored.key if prefix else content.name or ""
    _dressed(response, stored)
    del response["Content-Encoding"]
    return response


class _Pieces:
    """The bytes of a file from ``first`` to before ``beyond``; whoever sends them closes it at the end, or gives up."""

    def __init__(self, content: File[Any], first: int, beyond: int, slot: Slot) -> None:
        self.content, self.left, self.slot = content, beyond - first, slot
        if first:
            content.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        release_databases()
        while self.left and (piece := self.content.read(min(PIECE, self.left))):
            self.left -= len(piece)
            yield piece
            self.slot.moved += len(piece)

    def close(self) -> None:
        self.content.close()
        self.slot.give_back()

    def __del__(self) -> None:  # an answer that was made and never sent
        self.slot.give_back()
