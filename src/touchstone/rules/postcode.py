"""The form of a United Kingdom postcode."""

from __future__ import annotations

import re

# The outward part (district) and the inward part: one figure and two letters, of which some are never used.
FORM = re.compile(
    r"GIR0AA|"
    r"[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
)
INWARD = 3


def tidy(postcode: str) -> str | None:
    """As it is written on an envelope, in capitals with one space: "sw1a1aa" is "SW1A 1AA". None: it is no postcode."""
    joined = "".join(postcode.split()).upper()
    if not FORM.fullmatch(joined):
        return None
    return f"{joined[:-INWARD]} {joined[-INWARD:]}"
