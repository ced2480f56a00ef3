"""What is said of a file of that name and content: empty when it is taken."""

from __future__ import annotations

import io

from touchstone.apps.portfolio.content import HEAD, kind_of
from touchstone.apps.portfolio.inspection import reason_against
from touchstone.apps.records.refusal import Refused


def said_of(name: str, content: bytes) -> str:
    try:
        kind = kind_of(name, content[:HEAD])
    except Refused as refused:
        return " ".join(refused.reasons)
    return reason_against(kind, io.BytesIO(content))
