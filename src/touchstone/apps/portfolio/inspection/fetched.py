"""Addresses a document fetches a part of itself from when it is opened, such as its template."""

from __future__ import annotations

import re
from urllib.parse import unquote

SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:")  # one letter alone is a drive
# \\host\share, however the slashes lie. Colleges keep templates on servers of their own, whose names have no
# dot; a name with one, or a port, may be anywhere, and whoever opens it tells that server who they are.
ELSEWHERE = re.compile(r"//+[^/]*[.@\[]")


def leads_away(target: str) -> bool:
    """Whether ``target`` is on another machine than the reader's own or one of their office."""
    written = unquote(target).strip().lower().replace("\\", "/")
    if written.startswith("file:"):
        written = written.removeprefix("file:")
        return bool(ELSEWHERE.match(written)) and not re.match(r"/+[a-z]:", written)
    return bool(SCHEME.match(written) or ELSEWHERE.match(written))
