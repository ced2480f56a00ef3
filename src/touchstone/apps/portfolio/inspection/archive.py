"""ZIP archives from people: the list of parts is looked at before anything reads it, and a part unpacked by pieces."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from touchstone.apps.portfolio.inspection.foreign import ARCHIVE_END, ARCHIVE_TAIL
from touchstone.apps.portfolio.inspection.scan import ends

BEGINS = b"PK\x03\x04"
MOST_PARTS = 10_000
MOST_LISTING = 8 * 1024 * 1024  # bytes of the list of parts
PIECE = 64 * 1024
# OverflowError: a place further away than any file reaches.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError, OSError, OverflowError
)  # fmt: skip


class Bomb(Exception):
    """It is made to unpack to more than it says, or than anybody needs."""


def check_listing(file: BinaryIO) -> None:
    """Raises Bomb for a list of parts too long to read; one of ``UNREADABLE`` for what is no archive."""
    _, tail = ends(file, 0, ARCHIVE_TAIL)
    at = tail.rfind(ARCHIVE_END)
    if at < 0:
        raise zipfile.BadZipFile
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":  # the long form of the same, for large archives
        file.seek(struct.unpack("<Q", tail[at - 12 : at - 4])[0])
        record = file.read(56)
        count, length = struct.unpack("<QQ", record[32:48])
    if count > MOST_PARTS or length > MOST_LISTING:
        raise Bomb


def in_their_places(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts in the order in which they lie in the file."""
    return sorted(archive.infolist(), key=lambda info: info.header_offset)


def overlap(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether one part's bytes are used for another, too. ``parts``: all, in their places."""
    beginnings = [info.header_offset for info in parts[1:]] + [archive.start_dir]
    return any(
        info.header_offset + 30 + info.compress_size > next_one
        for info, next_one in zip(parts, beginnings, strict=True)
    )


def unpacked(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one part, by pieces. Raises Bomb before it gives more than the listing says, and one of
    ``UNREADABLE`` at the end of one that is damaged.

    Unpacks by itself and not by the listing, to see where the part really ends.
    """
    file.seek(info.header_offset)
    local = file.read(30)
    if local[:4] != BEGINS:
        raise zipfile.BadZipFile
    names = struct.unpack("<HH", local[26:30])
    file.seek(sum(names), io.SEEK_CUR)
    size, crc = 0, 0
    for piece in _inflated(file, info):
        size += len(piece)
        if size > info.file_size:
            raise Bomb
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != info.file_size or crc != info.CRC:
        raise zipfile.BadZipFile


def _inflated(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = info.compress_size
    if info.compress_type == zipfile.ZIP_STORED:
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    inflate = zlib.decompressobj(-15)
    while not inflate.eof:
        packed = inflate.unconsumed_tail
        if not packed:
            packed = file.read(min(PIECE, left))
            left -= len(packed)
        piece = inflate.decompress(packed, PIECE)
        if piece:
            yield piece
        elif not packed:
            raise EOFError
