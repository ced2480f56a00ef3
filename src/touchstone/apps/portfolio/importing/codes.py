"""KSB codes as people list them: "K1; S2, B3", "k01 k2", "K1-K4"."""

from __future__ import annotations

import re
from collections.abc import Collection

from touchstone.apps.apprenticeships.importing.cells import Wrong

NO_CODE = "“{said}” is no code of a KSB. Write them like this: K1; S2, B3."
BACKWARDS = "“{said}” runs from one code to another of the same letter, the lower first: K1-K4."
UNKNOWN = "{codes}: no such KSB in version {version} of the standard."

FROM_TO = re.compile(r"([ksb])\s*(\d{1,3})\s*(?:-|–|—|to)\s*([ksb]?)\s*(\d{1,3})", re.IGNORECASE)
ONE = re.compile(r"([ksb])\s*(\d{1,3})", re.IGNORECASE)
BETWEEN = re.compile(r"(?:[\s;,/|+&.]|\band\b)*", re.IGNORECASE)


def codes_in(said: str, known: Collection[str], version: str) -> list[str]:
    """The codes, each once, in the order written. ``known``: those of the ``version``. Raises Wrong."""
    found: dict[str, None] = {}
    at = _next(said, 0)
    while at < len(said):
        if several := FROM_TO.match(said, at):
            found.update(dict.fromkeys(_all_of(several)))
            at = several.end()
        elif one := ONE.match(said, at):
            found[f"{one[1].upper()}{int(one[2])}"] = None
            at = one.end()
        else:
            raise Wrong(NO_CODE.format(said=said[at:].split()[0][:20]))
        at = _next(said, at)
    unknown = [code for code in found if code not in known]
    if unknown:
        raise Wrong(UNKNOWN.format(codes=", ".join(unknown[:10]), version=version))
    return list(found)


def _all_of(several: re.Match[str]) -> list[str]:
    letter, first, other, last = several.groups()
    if (other and other.upper() != letter.upper()) or int(last) <= int(first):
        raise Wrong(BACKWARDS.format(said=several[0]))
    return [f"{letter.upper()}{number}" for number in range(int(first), int(last) + 1)]


def _next(said: str, at: int) -> int:
    """Where the next code begins."""
    between = BETWEEN.match(said, at)
    return between.end() if between else at
