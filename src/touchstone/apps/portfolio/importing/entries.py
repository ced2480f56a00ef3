"""What a file in a ZIP is called: programs write names in their own letters and do not all say in which."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

UTF_8 = 0x800  # the flag by which a ZIP says so
OLD_LETTERS = ("cp437", "cp850", "cp1252")  # of ZIPs that do not say: the standard's own, DOS's here, and Windows'
LITTER = {".ds_store", "thumbs.db", "desktop.ini"}  # what systems leave in folders for themselves
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """``name``: its path, for people. ``spellings``: what a row may call it, as keys; the first is that of its name."""

    info: zipfile.ZipInfo
    name: str
    spellings: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.spellings[0]

    @property
    def is_litter(self) -> bool:
        """A folder, or what a system left for itself."""
        last = self.key.rpartition("/")[2]
        return self.info.is_dir() or self.name.startswith("__MACOSX/") or last in LITTER or last.startswith("._")


def entry_of(info: zipfile.ZipInfo) -> Entry:
    names = _names(info)
    spellings = dict.fromkeys(key_of(name) for name in names)
    return Entry(info, names[0], tuple(spellings))


def key_of(path: str) -> str:
    """A path to compare by: without case, composed letters, slashes one way, from the top."""
    parts = unicodedata.normalize("NFC", path).casefold().replace("\\", "/").split("/")
    return "/".join(part.strip() for part in parts if part.strip() not in {"", "."})


def shown(names: Sequence[str]) -> str:
    """The first of ``names`` in quotation marks, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(f"“{name}”" for name in names[:SHOWN]) + more


def _names(info: zipfile.ZipInfo) -> list[str]:
    """What its name may be, the likeliest first. What can be UTF-8 is: chance never makes it."""
    if info.flag_bits & UTF_8 or info.filename.isascii():
        return [_slashed(info.filename)]
    written = info.filename.encode("cp437")
    found = []
    for letters in ("utf-8", *OLD_LETTERS):
        try:
            found.append(_slashed(written.decode(letters)))
        except UnicodeDecodeError:
            continue
    return found


def _slashed(name: str) -> str:
    return name.replace("\\", "/")
