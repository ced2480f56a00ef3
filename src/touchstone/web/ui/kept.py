"""What somebody typed into a form that could not be taken, so that a page can give it back to them."""

from __future__ import annotations

from django.http import QueryDict

SHORTEST = 3  # characters: single digits and ticks are quicker typed again than copied
SECRET = ("password", "token", "code", "csrf")


def kept_text(posted: QueryDict) -> list[tuple[str, str]]:
    """(name in words, text) of every typed field worth copying; never a password or a token."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in posted.lists()
        if not any(word in name.lower() for word in SECRET)
        for value in values
        if isinstance(value, str) and len(value.strip()) >= SHORTEST
    ]
