"""The names of all that is read from the environment, so that one that is misspelt can be pointed out."""

from __future__ import annotations

import re
from pathlib import Path

ENVIRONMENT_NAMES: list[str] = sorted(
    {
        name
        for source in Path(__file__).parent.glob("*.py")
        for name in re.findall(r"\bTOUCHSTONE_[A-Z_]+\b", source.read_text(encoding="utf-8"))
    }
)
