"""Where things are on this machine."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
REPOSITORY = PACKAGE.parents[1]

# Where this installation keeps what it is given: files, adopted plans, the SQLite database.
DATA = Path(os.environ.get("TOUCHSTONE_DATA", REPOSITORY / "var")).resolve()

# Its own privacy.md, accessibility.md and help.md.
TEXTS = Path(os.environ.get("TOUCHSTONE_TEXTS", DATA / "texts")).resolve()
