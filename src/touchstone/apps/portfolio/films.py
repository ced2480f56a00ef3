"""What the boxes of a film or recording (MP4, QuickTime, M4A) say: whether it can be played, and of which place.

Such a file is a row of boxes, each beginning with its length and name. Their heads alone are read, and the index.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Literal

BOXED = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})
MOST_BOXES = 20_000  # a recording in pieces has two a second
LARGEST_INDEX = 64 * 1024**2  # bytes; a film of hours has a few million
PLACES = (b"\xa9xyz", b"loci", b"location.ISO6709")  # how cameras write where they were

Fault = Literal["", "no index", "cut off"]


def fault_of(file: BinaryIO) -> Fault:
    """ "no index": it was never finished, and plays nowhere. "cut off": its end is missing, and what there is plays."""
    size = file.seek(0, 2)
    boxes = list(_boxes(file, size))
    if "moov" not in [name for name, _, _ in boxes]:
        return "no index" if len(boxes) < MOST_BOXES else ""
    return "cut off" if boxes[-1][2] > size else ""


def has_place(file: BinaryIO) -> bool | None:
    """Whether it says where it was filmed; None where that cannot be read."""
    size = file.seek(0, 2)
    for name, begin, end in _boxes(file, size):
        if name == "moov" and end <= size and end - begin <= LARGEST_INDEX:
            file.seek(begin)
            index = file.read(end - begin)
            return any(place in index for place in PLACES)
    return None


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[str, int, int]]:
    """(name, where its content begins, where it says that it ends), until the file ends or makes no sense."""
    at = 0
    for _ in range(MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return
        length, name = struct.unpack(">I4s", head[:8])
        begin = at + 8
        if length == 1 and len(head) == 16:  # too long for four bytes
            length, begin = int.from_bytes(head[8:]), at + 16
        end = size if length == 0 else at + length  # none: until the end of the file
        if end < begin:
            return
        yield name.decode("latin-1"), begin, end
        at = end
        if at >= size:
            return
