"""Reading the archive, trusting nothing in it: no name becomes a path, nothing unpacks to more than it may."""

from __future__ import annotations

import hashlib
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from touchstone.apps.records.refusal import Refused
from touchstone.installation.archive.contents import DATA, FILES, FIRST, FORMAT, LAST, TABLES, End, Header, Sum, section

AT_ONCE = 1024 * 1024
MOST_A_PAGE = 64 * AT_ONCE  # the first or last page, or a portion of rows once unpacked
# A part never begins with a dot, so none is "..", and nothing hidden is written.
PART = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
NAME = re.compile(
    rf"{re.escape(FIRST)}|{re.escape(LAST)}"
    rf"|{TABLES}[a-z_]+\.[a-z_0-9]+/[0-9]{{6}}\.jsonl\.gz"
    rf"|{FILES}{PART}(/{PART})*"
    rf"|{DATA}(adoptions|policies|texts)(/{PART})+"
)


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    content: IO[bytes]

    def page(self) -> bytes:
        """The whole of a small member. Raises Refused for a large one."""
        if self.size > MOST_A_PAGE:
            raise damaged(f"{self.name} is too large")
        return self.content.read()

    def lines(self) -> Iterator[bytes]:
        """The rows of a portion. Raises Refused for one that unpacks to too much, or not at all."""
        unpack = zlib.decompressobj(wbits=31)
        try:
            text = unpack.decompress(self.page(), MOST_A_PAGE)
        except zlib.error:
            raise damaged(f"{self.name} cannot be unpacked") from None
        if unpack.unconsumed_tail or not unpack.eof or unpack.unused_data:
            raise damaged(f"{self.name} does not unpack to what a backup holds")
        yield from text.splitlines()


class _Content:
    """What a member holds, as a file to read: one that is cut off is refused in our words."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.seek = content.seek

    def read(self, size: int = -1) -> bytes:
        try:
            return self._content.read(size)
        except tarfile.ReadError:
            raise damaged("its end is missing") from None


def damaged(how: str) -> Refused:
    return Refused(f"This is not a whole backup: {how}. Nothing of it was used; take another.")


class Reader:
    """Reads the members in order, as often as asked."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def members(self) -> Iterator[Member]:
        """Raises Refused for anything that is not a plain file with a name a backup has."""
        self._file.seek(0)
        try:
            with tarfile.open(fileobj=cast(IO[bytes], _Measured(self._file)), mode="r:") as tar:
                while (member := tar.next()) is not None:
                    tar.members = []  # type: ignore[attr-defined]  # it would remember every one
                    plain = member.type == tarfile.REGTYPE and not member.pax_headers and not member.issparse()
                    if not plain or not NAME.fullmatch(member.name):
                        raise damaged(f"it holds {member.name[:80]!r}, which no backup does")
                    if (content := tar.extractfile(member)) is not None:  # a plain file always has one
                        yield Member(member.name, member.size, cast(IO[bytes], _Content(content)))
        except (tarfile.TarError, EOFError):
            raise damaged("it is no backup, or its end is missing") from None

    def header(self) -> Header:
        """The first page. Raises Refused where it is missing or of a newer kind."""
        first = next(self.members(), None)
        if first is None or first.name != FIRST:
            raise damaged(f"it does not begin with {FIRST}")
        try:
            header = Header.read(first.page())
        except (KeyError, TypeError, ValueError):
            raise damaged(f"{FIRST} cannot be read") from None
        if header.format != FORMAT:
            raise Refused(
                f"This backup was made by Touchstone {header.version}, which writes them in another way. "
                "Restore it with that version."
            )
        return header


class _Measured:
    """A file that never reads more at once than a backup needs, whatever a member says of its name's length."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MOST_A_PAGE:
            raise tarfile.ReadError("too much at once")
        return self._file.read(size)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    with path.open("rb") as file:
        yield Reader(file)


def check(reader: Reader) -> tuple[Header, End]:
    """Read everything and compare it with what the last page says. Raises Refused; writes nothing."""
    header, sums, end = reader.header(), dict[str, Sum](), None
    for place, member in enumerate(reader.members()):
        if end is not None:
            raise damaged(f"something follows {LAST}")
        if member.name == LAST:
            end = _end(member)
        elif (member.name == FIRST) != (place == 0):
            raise damaged(f"{FIRST} is there twice")
        elif place:
            sums.setdefault(section(member.name), Sum()).add(member.name, member.size, _sha256(member))
    if end is None:
        raise damaged("its end is missing")
    if end.rows.keys() != header.tables.keys():
        raise damaged("it does not hold the tables it says")
    for name in sorted(sums.keys() | end.sums.keys()):
        if sums.get(name) != end.sums.get(name):
            raise damaged(f"what is in {name} is not what was written")
    return header, end


def _end(member: Member) -> End:
    try:
        return End.read(member.page())
    except (KeyError, TypeError, ValueError):
        raise damaged(f"{LAST} cannot be read") from None


def _sha256(member: Member) -> str:
    digest, read = hashlib.sha256(), 0
    while piece := member.content.read(AT_ONCE):
        digest.update(piece)
        read += len(piece)
    if read != member.size:
        raise damaged(f"{member.name} is cut off")
    return digest.hexdigest()
