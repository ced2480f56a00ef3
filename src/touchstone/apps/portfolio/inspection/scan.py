"""Looking for words in the bytes of a file, a piece at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

PIECE = 1024 * 1024
OVERLAP = 256  # bytes: no pattern is longer


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The whole file, each piece beginning with the end of the one before, so that no word is cut in two."""
    file.seek(0)
    kept = b""
    while piece := file.read(PIECE):
        yield kept + piece
        kept = (kept + piece)[-OVERLAP:]


def found(file: BinaryIO, pattern: re.Pattern[bytes]) -> bool:
    return any(pattern.search(piece) for piece in pieces(file))


def words_in(file: BinaryIO, words: Collection[bytes]) -> set[bytes]:
    """Those of ``words``, in lower case, that stand anywhere in the file in whatever case."""
    return {word for piece in map(bytes.lower, pieces(file)) for word in words if word in piece}


def ends(file: BinaryIO, head: int, tail: int) -> tuple[bytes, bytes]:
    """The first ``head`` and the last ``tail`` bytes."""
    file.seek(0)
    first = file.read(head)
    size = file.seek(0, 2)
    file.seek(max(0, size - tail))
    return first, file.read(tail)
