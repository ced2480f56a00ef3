"""File names: kept for people, never used as a path."""

from __future__ import annotations

import re
import unicodedata

from touchstone.apps.records.refusal import Refused

LONGEST = 200

# Characters that turn the direction of what follows: "report‮fdp.exe" would show as "reportexe.pdf".
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


# Windows keeps these names for itself, with any ending: whoever downloads such a file there could not open it.
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def for_people(name: str) -> str:
    """The last part of ``name``, composed, without control or direction characters, and such
    as can be saved on any device. Raises Refused when too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = unicodedata.normalize("NFC", last.translate(_TURNING))
    shown = "".join(c for c in shown if unicodedata.category(c) not in {"Cc", "Zl", "Zp", "Cs"}).strip()
    if len(shown) > LONGEST:
        raise Refused(f"The name of the file “{shown[:60]}…” is too long. Shorten it to {LONGEST} characters or fewer.")
    shown = shown.rstrip(". ")
    return _OF_WINDOWS.sub(r"\1_\2", shown, count=1) if _OF_WINDOWS.match(shown) else shown or "file"


def natural(name: str) -> list[str | int]:
    """A key to sort names by as people do, numbers by their size: “photo 2” before “Photo 10”."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name.casefold())]


def stem(name: str) -> str:
    """The name without its ending."""
    return name[: len(name) - len(ending(name))]


def ending(name: str) -> str:
    """ ".docx", in lower case; empty when there is none."""
    stem, dot, last = name.rpartition(".")
    return dot + last.lower() if stem else ""
