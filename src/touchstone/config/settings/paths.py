"""Where things are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[2]
REPOSITORY = PACKAGE.parents[1]


def full_path(name: str, default: Path) -> Path:
    """What the variable names. Services and commands start in different folders, so it must not depend on that."""
    path = Path(os.environ.get(name) or default)
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} must be a full path, one that begins with /; it is “{path}”.")
    return path.resolve()


# Where this installation keeps what it is given: files, adopted plans, the SQLite database.
DATA = full_path("TOUCHSTONE_DATA", REPOSITORY / "var")

# Its own privacy.md, accessibility.md and help.md.
TEXTS = full_path("TOUCHSTONE_TEXTS", DATA / "texts")
