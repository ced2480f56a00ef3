"""What stands for a mentee: a code somebody chose, never a name."""

from __future__ import annotations

import re

# A word of three letters and no figure is more often a name than a code.
_WORD = re.compile(r"[^\W\d_]{3,}")


def like_a_name(code: str) -> bool:
    return bool(_WORD.search(code)) and not any(letter.isdigit() for letter in code)
