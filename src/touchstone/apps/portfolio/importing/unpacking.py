"""One file out of the ZIP, beside the storage and hashed on its way: there it is moved to, not copied."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from touchstone.apps.portfolio.arriving import has_room
from touchstone.apps.portfolio.content import limit_of, too_large
from touchstone.apps.portfolio.importing.entries import Entry
from touchstone.apps.portfolio.inspection import archive as archives
from touchstone.apps.records.refusal import NotNow, Refused

logger = logging.getLogger(__name__)

NESTED = "“{name}” is itself a ZIP. Unpack it, and put its files with a row each into this one."
PACKED = "“{name}” is packed in a way that cannot be read here. Make the ZIP again with the usual compression."
DAMAGED = "“{name}” is damaged in the ZIP and cannot be unpacked. Make the ZIP again."
BOMB = "“{name}” is made to unpack to far more than it should, so it was not opened."
NO_ROOM = "There was no room for the next file. Try again later: it goes on where it stopped."
EMPTY = "“{name}” is empty. Open it on your device to check it."


class Unpacked(TemporaryUploadedFile):
    """A file out of a ZIP, with its ``sha256``; gone when it is closed, unless it was moved meanwhile."""

    sha256: str

    def __init__(self, name: str) -> None:
        settings.INCOMING.mkdir(exist_ok=True)
        file = NamedTemporaryFile(suffix=".upload", dir=settings.INCOMING)  # noqa: SIM115 (closed with this)
        UploadedFile.__init__(self, file, name, "", 0)


@contextmanager
def unpacked(file: BinaryIO, entry: Entry) -> Iterator[Unpacked]:
    """The file as an upload. Raises Refused for one that cannot be unpacked, NotNow where the disk takes no more."""
    name = entry.name.rpartition("/")[2]
    _check(entry, name)
    if not has_room(entry.info.file_size):
        raise NotNow(NO_ROOM)
    try:
        out = Unpacked(name)
    except OSError:
        logger.exception("A file out of a ZIP could not be written")
        raise NotNow(NO_ROOM) from None
    with out:
        _unpack(file, entry, name, out)
        yield out


def _check(entry: Entry, name: str) -> None:
    if name.lower().endswith(".zip"):
        raise Refused(NESTED.format(name=name))
    if entry.info.file_size == 0:
        raise Refused(EMPTY.format(name=name))
    if entry.info.file_size > limit_of(name):
        raise Refused(too_large(name))


def _unpack(file: BinaryIO, entry: Entry, name: str, out: Unpacked) -> None:
    digest, size = hashlib.sha256(), 0
    pieces = archives.unpacked(file, entry.info)
    while piece := _next(pieces, name):
        digest.update(piece)
        size += len(piece)
        try:
            out.write(piece)
        except OSError:
            logger.exception("A file out of a ZIP could not be written")
            raise NotNow(NO_ROOM) from None
    try:
        out.seek(0)  # writes what is still held back
    except OSError:
        raise NotNow(NO_ROOM) from None
    out.size, out.sha256 = size, digest.hexdigest()


def _next(pieces: Iterator[bytes], name: str) -> bytes:
    """The next piece, empty at the end."""
    try:
        return next(pieces, b"")
    except archives.Bomb:
        raise Refused(BOMB.format(name=name)) from None
    except NotImplementedError:
        raise Refused(PACKED.format(name=name)) from None
    except archives.UNREADABLE:
        raise Refused(DAMAGED.format(name=name)) from None
