"""The headers of tus 1.0, by which browsers send large files in pieces: https://tus.io/protocols/resumable-upload.

Read and written here, and known nowhere else. Extensions: creation, expiration, termination, checksum.
"""

from __future__ import annotations

import datetime as dt
import uuid
from base64 import b64decode
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from touchstone.apps.portfolio.arriving import ALGORITHMS, Checksum
from touchstone.apps.portfolio.models import Upload

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
MISMATCH = 460  # a status of the protocol's own


class Wrong(Exception):
    """A request the protocol does not know, with the status to answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Announced:
    """What a new upload is said to be. ``modified_at`` and ``piece``: None where they are not said, or nonsense is."""

    name: str
    size: int
    modified_at: dt.datetime | None
    piece: uuid.UUID | None


def speaks(request: HttpRequest) -> bool:
    return "Tus-Resumable" in request.headers


def method_of(request: HttpRequest) -> str:
    """What is asked for. Some networks let only GET and POST through. Raises Wrong for another version."""
    if request.method != "OPTIONS" and speaks(request) and request.headers["Tus-Resumable"] != VERSION:
        raise Wrong(412, "This version of the protocol is not spoken here.")
    override = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else ""
    return override.upper() or request.method or ""


def announced(request: HttpRequest) -> Announced:
    """Raises Wrong for what cannot be read."""
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    if not said.get("filename", "").strip():
        raise Wrong(400, "An upload needs the name of its file.")
    return Announced(
        said["filename"],
        _number(request, "Upload-Length"),
        _moment(said.get("lastmodified", "")),
        _id(said.get("piece", "")),
    )


def offset(request: HttpRequest) -> int:
    """Where a piece belongs. Raises Wrong for what is no piece."""
    if request.content_type != PIECE:
        raise Wrong(415, f"A piece is sent as {PIECE}.")
    if not request.headers.get("Content-Length", ""):
        raise Wrong(411, "A piece says how long it is.")
    return _number(request, "Upload-Offset")


def length(request: HttpRequest) -> int:
    return _number(request, "Content-Length")


def checksum(request: HttpRequest) -> Checksum | None:
    header = request.headers.get("Upload-Checksum", "")
    try:
        return Checksum.read(header) if header else None
    except ValueError:
        raise Wrong(400, f"A checksum is one of {', '.join(ALGORITHMS)}, and its bytes in base64.") from None


def answer(status: int, words: str = "", upload: Upload | None = None, at: int | None = None) -> HttpResponse:
    """An answer with the headers of the protocol. ``words`` are for people."""
    response = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 204:
        del response["Content-Type"]
    response["Tus-Resumable"] = response["Tus-Version"] = VERSION
    if at is not None:
        response["Upload-Offset"] = str(at)
    if upload is not None:
        response["Upload-Length"] = str(upload.size)
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def offers(most: int) -> HttpResponse:
    """What is spoken here. ``most``: bytes of the largest file."""
    response = answer(204)
    response["Tus-Extension"] = "creation,expiration,termination,checksum"
    response["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    response["Tus-Max-Size"] = str(most)
    return response


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Wrong(400, f"{header} must be a number of bytes.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """``name BASE64,name BASE64`` as text."""
    found: dict[str, str] = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = b64decode(value, validate=True).decode()
        except ValueError:
            raise Wrong(400, "Upload-Metadata cannot be read.") from None
    return found


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    """From milliseconds since 1970; no later than now."""
    try:
        moment = dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return min(moment, dt.datetime.now(dt.UTC)) if moment.year >= 1980 else None
