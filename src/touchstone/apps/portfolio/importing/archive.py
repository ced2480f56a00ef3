"""The ZIP somebody sends: what is in it by its listing, and what speaks against it as a whole.

Nothing is ever written under a name that stands in it. What is in the files is looked at when each is unpacked.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from touchstone.apps.apprenticeships.importing.cells import Wrong
from touchstone.apps.apprenticeships.importing.reading import MOST_BYTES, Table, read_table
from touchstone.apps.portfolio.importing.columns import COLUMNS
from touchstone.apps.portfolio.importing.entries import Entry, entry_of, key_of, shown
from touchstone.apps.portfolio.inspection import archive as archives
from touchstone.apps.portfolio.inspection.foreign import ARCHIVE_END
from touchstone.apps.records.refusal import Refused

MOST_TIMES = 30  # unpacked, all of it is at most so many times the size of the ZIP …
MOST_ANYWAY = 200 * 1024 * 1024  # … or so many bytes, whatever its size
INDEXES = ("index.csv", "index.xlsx")
IN_MEMORY = 1024 * 1024

OTHERS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x1f\x8b": "GZIP", b"BZh": "BZIP2", b"\xfd7zX": "XZ"}
EMPTY = "There is nothing in this ZIP. Put the files and the index in it, and send it again."
AGAIN = "Make the ZIP again from the folder with the files, and send the new one."
NOT_A_ZIP = "This is not a ZIP. Put the files and the index into one folder, make a ZIP of it, and send that."
ANOTHER = "This is a {kind} archive. Unpack it, make a ZIP of the same files, and send that."
DAMAGED = f"This ZIP is damaged, or not all of it has arrived. {AGAIN}"
MANY = f"There are more than {archives.MOST_PARTS:,} files in this ZIP. Send it in several, each with its own index."
BOMB = f"This ZIP is made to unpack to far more than it should, so nothing of it was opened. {AGAIN}"
REPEATED = (
    "The index names the same large files in many rows, so that far more would be stored than the ZIP holds. "
    "Give each of these files one row."
)
LOCKED = (
    "The ZIP is locked with a password ({names}). Make it again without one: what you send is encrypted on its way."
)
OUTSIDE = "These paths in the ZIP lead out of it: {names}. " + AGAIN
LINKS = "These are links to files that are not in the ZIP: {names}. Put the files themselves in their place."
NO_INDEX = "There is no index.csv in the ZIP. It has a row for each file; our template shows how."
TWO_INDEXES = "There are {count} indexes in the ZIP: {names}. Leave only one of them."
INDEX_UNREADABLE = f"The index in the ZIP cannot be unpacked. {AGAIN}"
NOT_THERE = "there is no file “{said}” in the ZIP.{perhaps}"
PERHAPS = " Do you mean “{name}”?"
SEVERAL = "there are {count} files that could be meant by “{said}”: {names}. Write its folder too, or rename one."

DRIVE = re.compile(r"[a-z]:", re.IGNORECASE)


class Archive:
    """A ZIP that can be imported from. Raises Refused, with every reason, for one that cannot."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.entries = _entries(file)
        self.index = _index_among(self.entries)
        self.folder = self.index.name.rpartition("/")[0]

    def table(self) -> Table:
        """The rows of the index. Raises Refused for one that cannot be read."""
        if self.index.info.file_size > MOST_BYTES:
            raise Refused(f"The index is larger than {MOST_BYTES // 1024 // 1024} MB.")
        with SpooledTemporaryFile(IN_MEMORY) as content:
            try:
                for piece in archives.unpacked(self.file, self.index.info):
                    content.write(piece)
            except (archives.Bomb, *archives.UNREADABLE):
                raise Refused(INDEX_UNREADABLE) from None
            return read_table(cast(BinaryIO, content), COLUMNS)

    def find(self, said: str) -> Entry:
        """The file that a row names: by its path from the index or in the ZIP, or by its name alone where only one has
        it. Case, and which way slashes lie, do not matter. Raises Wrong."""
        key = key_of(said)
        for places in (self._paths.get(key_of(f"{self.folder}/{said}")), self._paths.get(key), self._last(key)):
            if places and len(places) > 1:
                names = shown([entry.name for entry in places])
                raise Wrong(SEVERAL.format(count=len(places), said=said, names=names))
            if places:
                return places[0]
        alike = self._stems.get(_stem(key), ())
        raise Wrong(NOT_THERE.format(said=said, perhaps=PERHAPS.format(name=alike[0].name) if alike else ""))

    def refuse_repeats(self, named: Sequence[str]) -> None:
        """Raises Refused where the rows, by naming the same files again and again, ask for more than a ZIP may hold.

        ``named``: what the rows say.
        """
        asked = 0
        for said in named:
            try:
                asked += self.find(said).info.file_size
            except Wrong:
                continue
        if asked > most_of(self.file):
            raise Refused(REPEATED)

    def besides(self, named: Sequence[str]) -> list[str]:
        """The files that no row means, by name. ``named``: what the rows say."""
        meant = {self.index.name}
        for said in named:
            try:
                meant.add(self.find(said).name)
            except Wrong:
                continue
        return [entry.name for entry in self.entries if entry.name not in meant]

    def _last(self, key: str) -> list[Entry] | None:
        return None if "/" in key else self._names.get(key)

    @cached_property
    def _paths(self) -> dict[str, list[Entry]]:
        return self._by(lambda key: key)

    @cached_property
    def _names(self) -> dict[str, list[Entry]]:
        return self._by(lambda key: key.rpartition("/")[2])

    @cached_property
    def _stems(self) -> dict[str, list[Entry]]:
        return self._by(_stem)

    def _by(self, of: Callable[[str], str]) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for key in {of(spelling) for spelling in entry.spellings}:
                found.setdefault(key, []).append(entry)
        return found


def _stem(key: str) -> str:
    """The name without folder and ending: an index often has another ending than the file."""
    name = key.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def most_of(file: BinaryIO) -> int:
    """How many bytes may come out of the ZIP."""
    return max(MOST_ANYWAY, MOST_TIMES * file.seek(0, 2))


def _entries(file: BinaryIO) -> tuple[Entry, ...]:
    file.seek(0)
    head = file.read(4)
    if head == ARCHIVE_END:
        raise Refused(EMPTY)
    if head != archives.BEGINS:
        kinds = [kind for begins, kind in OTHERS.items() if head.startswith(begins)]
        raise Refused(ANOTHER.format(kind=kinds[0]) if kinds else NOT_A_ZIP)
    try:
        archives.check_listing(file)
        with zipfile.ZipFile(file) as archive:
            infos = archives.in_their_places(archive)
            overlapping = archives.overlap(archive, infos)
    except archives.Bomb:
        raise Refused(MANY) from None
    except archives.UNREADABLE:
        raise Refused(DAMAGED) from None
    if len(infos) > archives.MOST_PARTS:
        raise Refused(MANY)
    if overlapping or sum(info.file_size for info in infos) > most_of(file):
        raise Refused(BOMB)
    entries = [entry_of(info) for info in infos]
    if reasons := list(_against(entries)):
        raise Refused(*reasons)
    kept = tuple(entry for entry in entries if not entry.is_litter)
    if not kept:
        raise Refused(EMPTY)
    return kept


def _against(entries: Sequence[Entry]) -> Iterator[str]:
    for reason, names in (
        (LOCKED, [entry.name for entry in entries if entry.info.flag_bits & 0x41]),
        (OUTSIDE, [entry.name for entry in entries if _leads_out(entry.name)]),
        (LINKS, [entry.name for entry in entries if _is_special(entry.info)]),
    ):
        if names:
            yield reason.format(names=shown(names))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or bool(DRIVE.match(name)) or ".." in name.split("/")


def _is_special(info: zipfile.ZipInfo) -> bool:
    """A link, a device: anything that is neither a file nor a folder. Zero: made where nobody says."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in {0, stat.S_IFREG, stat.S_IFDIR}


def _index_among(entries: Sequence[Entry]) -> Entry:
    """The index that lies highest; else the only table of all."""
    named = [entry for entry in entries if entry.key.rpartition("/")[2] in INDEXES]
    highest = min((entry.name.count("/") for entry in named), default=0)
    found = [entry for entry in named if entry.name.count("/") == highest]
    found = found or [entry for entry in entries if entry.key.endswith(".csv")]
    if len(found) == 1:
        return found[0]
    if named:
        raise Refused(TWO_INDEXES.format(count=len(found), names=shown([entry.name for entry in found])))
    raise Refused(NO_INDEX)
