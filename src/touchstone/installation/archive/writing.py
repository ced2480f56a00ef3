"""Writing the archive, under another name until it is whole."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from touchstone.apps.records.refusal import Refused
from touchstone.installation.archive.contents import FIRST, LAST, TABLES, End, Header, Sum, section

PORTION = 4 * 1024 * 1024  # bytes of rows packed at once, before packing


class Writer:
    """``end`` grows with what is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.end = End()
        self._tar = tarfile.open(fileobj=file, mode="w:", format=tarfile.GNU_FORMAT)  # noqa: SIM115 (closed by finish)

    def begin(self, header: Header) -> None:
        self._add(FIRST, len(header.text()), BytesIO(header.text()))

    def table(self, name: str, lines: Iterable[bytes]) -> None:
        """Its rows in portions; a table without rows has none."""
        self.end.rows[name] = 0
        portion, size, number = [], 0, 1
        for line in lines:
            self.end.rows[name] += 1
            portion.append(line)
            size += len(line)
            if size >= PORTION:
                self._portion(name, number, portion)
                portion, size, number = [], 0, number + 1
        if portion:
            self._portion(name, number, portion)

    def file(self, name: str, size: int, content: IO[bytes]) -> str:
        """Exactly ``size`` bytes of ``content``; their sha256. Raises OSError when there are fewer."""
        sha256 = self._add(name, size, content)
        self.end.sums.setdefault(section(name), Sum()).add(name, size, sha256)
        return sha256

    def finish(self) -> None:
        text = self.end.text()
        self._add(LAST, len(text), BytesIO(text))
        self._tar.close()

    def _portion(self, name: str, number: int, lines: list[bytes]) -> None:
        packed = gzip.compress(b"\n".join(lines) + b"\n", compresslevel=3, mtime=0)
        self.file(f"{TABLES}{name}/{number:06}.jsonl.gz", len(packed), BytesIO(packed))

    def _add(self, name: str, size: int, content: IO[bytes]) -> str:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(time.time())
        hashing = _Hashing(content)
        self._tar.addfile(member, hashing)
        self._tar.members = []  # type: ignore[attr-defined]  # it would remember every one
        return hashing.digest.hexdigest()


class _Hashing:
    """A content that is hashed while it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> Any:
        read = self.content.read(size)
        self.digest.update(read)
        return read


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A writer of ``path``, which is there only once everything is on the disk. Nobody else may read it.

    Raises Refused where something has that name already or the folder is not there; OSError for one that cannot be
    written, or a full disk.
    """
    if path.exists():
        raise Refused(f"{path} is there already. Choose another name: a backup never replaces a file.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}: make it first, or choose another place.")
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            writer = Writer(file)
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        Path(beside).rename(path)
        _sync_folder(path.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
