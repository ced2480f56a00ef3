"""File names: kept for people, never used as a path."""

from __future__ import annotations

import unicodedata

from touchstone.apps.records.refusal import Refused

LONGEST = 200

# Characters that turn the direction of what follows: "report‮fdp.exe" would show as "reportexe.pdf".
_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def for_people(name: str) -> str:
    """The last part of ``name``, composed, without control or direction characters. Raises Refused when too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = unicodedata.normalize("NFC", last.translate(_TURNING))
    shown = "".join(c for c in shown if unicodedata.category(c) not in {"Cc", "Zl", "Zp", "Cs"}).strip()
    if len(shown) > LONGEST:
        raise Refused(f"The name of the file “{shown[:60]}…” is too long. Shorten it to {LONGEST} characters or fewer.")
    return shown or "file"


def ending(name: str) -> str:
    """ ".docx", in lower case; empty when there is none."""
    stem, dot, last = name.rpartition(".")
    return dot + last.lower() if stem else ""
