"""Finding people by what they are called, however somebody types it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q


def contains(field: str, word: str) -> Q:
    """``field`` has ``word`` in it, in capitals or not.

    SQLite knows the capitals of ASCII letters alone, so a word with others is looked for in each way names are written.
    """
    written = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return reduce(or_, (Q(**{f"{field}__icontains": one}) for one in sorted(written)))
