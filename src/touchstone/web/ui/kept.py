"""What somebody typed into a form that could not be taken, so that a page can give it back to them."""

from __future__ import annotations

import re

from django.http import QueryDict

SHORTEST = 3  # characters: single digits and ticks are quicker typed again than copied
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # the page put it there, nobody typed it
SECRET = ("password", "token", "code", "csrf")


def kept_text(posted: QueryDict) -> list[tuple[str, str]]:
    """(name in words, text) of every typed field worth copying; never a password, a token or an id."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in posted.lists()
        if not any(word in name.lower() for word in SECRET)
        for value in values
        if isinstance(value, str) and len(value.strip()) >= SHORTEST and not ID.fullmatch(value)
    ]
