"""The folder of what arrives in pieces: one file an upload, named by its id. As long as it is, so much has come.

No row says how much: a process that is killed between the two would leave them apart. Several processes share the
folder; a lock on the file, which ends with whoever holds it, lets one of them write at a time.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import threading
import time
import uuid
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings

ALGORITHMS = ("sha1", "sha256")  # of a checksum somebody may send with a piece
PIECE = 256 * 1024  # bytes
REMEMBERED = 256  # hashes under way in this process
FORGOTTEN_AFTER = 24 * 60 * 60  # seconds without a byte, for a file no row knows


class Busy(Exception):
    """Another request is writing this file, or finishing it."""


class WrongOffset(Exception):
    """Somebody wanted to go on from where the file does not end."""


class Mismatch(Exception):
    """A piece is not what its checksum says; nothing of it was kept."""


class Full(Exception):
    """The disk takes no more. What it took is kept."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece should hash to. ``algorithm`` is one of ``ALGORITHMS``."""

    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> Checksum:
        """From ``sha256 BASE64``. Raises ValueError for anything else."""
        algorithm, _, coded = header.partition(" ")
        digest = b64decode(coded, validate=True)
        if algorithm not in ALGORITHMS or len(digest) != hashlib.new(algorithm).digest_size:
            raise ValueError(header)
        return cls(algorithm, digest)


def path_of(id: uuid.UUID) -> Path:
    return Path(settings.ARRIVING) / str(id)


def arrived(id: uuid.UUID) -> int:
    """How many bytes have come and are on the disk for good."""
    try:
        with path_of(id).open("rb") as file:
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return 0


def has_room(size: int) -> bool:
    """Whether the disk takes ``size`` bytes more and is still not too full for everything else on it."""
    Path(settings.ARRIVING).mkdir(exist_ok=True)
    disk = shutil.disk_usage(settings.ARRIVING)
    return (disk.free - size) * 100 >= disk.total * (100 - settings.UPLOAD_DISK_PERCENT)


def append(id: uuid.UUID, *, at: int, pieces: Iterable[bytes], checksum: Checksum | None = None) -> int:
    """Write ``pieces`` behind the ``at`` bytes that are there. How many are there now, on the disk for good.

    Of pieces that end too soon, what came is kept; with a ``checksum`` all or nothing. Raises Busy, WrongOffset,
    Mismatch, and Full once the disk takes no more.
    """
    with held(id) as file:
        if os.fstat(file.fileno()).st_size != at:
            raise WrongOffset
        if checksum is not None:
            with _checked(pieces, checksum) as (whole, length):
                if not has_room(length):
                    raise Full
                return _write(id, file, at, iter(lambda: whole.read(PIECE), b""))
        return _write(id, file, at, pieces)


@contextmanager
def held(id: uuid.UUID) -> Iterator[IO[bytes]]:
    """The file of an upload, made where there is none; nobody else writes meanwhile. Raises Busy."""
    path = path_of(id)
    path.parent.mkdir(exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield file


def sha256_of(id: uuid.UUID) -> str:
    """The hash of all that has come: what this process hashed while it arrived is not read again."""
    known, digest = _begun.taken(id) or (0, hashlib.sha256())
    with path_of(id).open("rb") as file:
        file.seek(known)
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def drop(id: uuid.UUID) -> None:
    """Delete what has come. Whoever writes at this moment writes to nothing."""
    _begun.taken(id)
    path_of(id).unlink(missing_ok=True)


def drop_unknown(known: Iterable[uuid.UUID]) -> int:
    """Delete files of no upload: what a killed process left behind. How many went."""
    kept, before, dropped = {str(id) for id in known}, time.time() - FORGOTTEN_AFTER, 0
    for path in Path(settings.ARRIVING).glob("*"):
        with suppress(OSError):  # another process has done the same this moment
            if path.stem not in kept and path.stat().st_mtime < before:
                path.unlink()
                dropped += 1
    return dropped


def _write(id: uuid.UUID, file: IO[bytes], at: int, pieces: Iterable[bytes]) -> int:
    there, digest = at, _begun.digest(id, at)
    with _room_asked():
        try:
            for piece in pieces:
                left = memoryview(piece)
                while left:
                    written = file.write(left) or 0
                    if digest is not None:
                        digest.update(left[:written])
                    there, left = there + written, left[written:]
        finally:
            _settle(file, new=at == 0)
            if digest is not None:
                _begun.remember(id, there, digest)
    return there


@contextmanager
def _room_asked() -> Iterator[None]:
    """Raises Full where the disk says that it takes no more."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Full from error
        raise


def _settle(file: IO[bytes], *, new: bool) -> None:
    """Wait until the disk has the bytes, and a new name: what is acknowledged must outlive a power cut."""
    os.fsync(file.fileno())
    if new:
        folder = os.open(settings.ARRIVING, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _checked(pieces: Iterable[bytes], checksum: Checksum) -> Iterator[tuple[IO[bytes], int]]:
    """The pieces in a nameless file of their own, and their length, once they are what the checksum says."""
    digest, length = hashlib.new(checksum.algorithm), 0
    with _room_asked(), TemporaryFile(dir=settings.ARRIVING) as file:
        for piece in pieces:
            length += file.write(piece)
            digest.update(piece)
        file.seek(0)
        if digest.digest() != checksum.digest:
            raise Mismatch
        yield file, length


class _Begun:
    """Hashes of the first bytes of uploads, as far as this process has seen them come. The newest few."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: OrderedDict[uuid.UUID, tuple[int, Any]] = OrderedDict()

    def taken(self, id: uuid.UUID) -> tuple[int, Any] | None:
        with self.lock:
            return self.known.pop(id, None)

    def digest(self, id: uuid.UUID, at: int) -> Any | None:
        """To go on with from ``at``; None where another process had a part of it, which is read at the end."""
        if at == 0:
            self.taken(id)
            return hashlib.sha256()
        with self.lock:
            known, digest = self.known.get(id, (0, None))
            return digest.copy() if digest is not None and known == at else None

    def remember(self, id: uuid.UUID, known: int, digest: Any) -> None:
        with self.lock:
            self.known[id] = (known, digest)
            self.known.move_to_end(id)
            while len(self.known) > REMEMBERED:
                self.known.popitem(last=False)


_begun = _Begun()
