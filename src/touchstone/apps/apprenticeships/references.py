"""References people can read out on the telephone: "TS-7K2M4Q"."""

from __future__ import annotations

import secrets

from touchstone.apps.apprenticeships.models import Apprenticeship

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
MISREAD = str.maketrans("ILO", "110")


def new_reference() -> str:
    """A reference nobody has yet."""
    while True:
        reference = "TS-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        if not Apprenticeship.objects.filter(reference=reference).exists():
            return reference


def as_reference(typed: str) -> str:
    """What somebody meant who typed a reference: any case, with or without "TS-", an O for a zero."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return "TS-" + letters.removeprefix("TS").translate(MISREAD)
