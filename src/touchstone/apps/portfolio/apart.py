"""Reading what strangers made in a process of its own, with little memory and time: a small file can unpack to
gigabytes, and whatever goes wrong ends that process alone."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

logger = logging.getLogger(__name__)

AT_ONCE = threading.BoundedSemaphore(2)  # in this process: more would only wait for the processor


_taking_turns: dict[uuid.UUID | None, tuple[threading.Lock, int]] = {}
_lock = threading.Lock()


class TooMuch(Exception):
    """The reader was ended: the file asks for more time or memory than it is given."""


@contextmanager
def read_apart(reader: Path, file: BinaryIO, seconds: int, *words: str) -> Iterator[BinaryIO]:
    """What ``reader`` wrote of ``file`` to its standard output, from its beginning. Raises TooMuch.

    It is a script that knows nothing of the site and sets its own limits. Its arguments are the ``seconds`` of
    processor it may take, then ``words``; its standard input is the file.
    """
    with TemporaryFile() as out:
        with AT_ONCE, _on_disk(file) as readable:
            try:
                done = subprocess.run(  # noqa: S603 (our own script, and no word of the file among its arguments)
                    [sys.executable, "-I", str(reader), str(seconds), *words],
                    stdin=readable,
                    stdout=out,
                    stderr=subprocess.DEVNULL,
                    timeout=2 * seconds,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise TooMuch from None
        if done.returncode != 0:
            logger.warning("%s ended with %s", reader.name, done.returncode)
            raise TooMuch
        out.seek(0)
        yield cast(BinaryIO, out)


@contextmanager
def one_at_a_time(person: uuid.UUID | None) -> Iterator[None]:
    """Whoever asks for much waits for themselves: one of the few places stays free of them."""
    with _lock:
        own, waiting = _taking_turns.get(person, (threading.Lock(), 0))
        _taking_turns[person] = own, waiting + 1
    try:
        with own:
            yield
    finally:
        with _lock:
            own, waiting = _taking_turns.pop(person)
            if waiting > 1:
                _taking_turns[person] = own, waiting - 1


@contextmanager
def _on_disk(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file itself, or a copy of one that another process could not read."""
    file.seek(0)
    try:
        file.fileno()
    except OSError:
        with TemporaryFile() as copy:
            copyfileobj(file, copy)
            copy.seek(0)
            yield cast(BinaryIO, copy)
    else:
        yield file
