"""Rows to facts: what an apprenticeship itself says for the question "gateway"."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touchstone.apps.apprenticeships.models import Apprenticeship


def programme_facts(apprenticeship: Apprenticeship, on: dt.date) -> dict[str, Any]:
    """Start, birth and breaks, as of ``on``. A break that has not ended has no "to"."""
    return {
        "date": on,
        "start": apprenticeship.start,
        "date_of_birth": apprenticeship.date_of_birth,
        "breaks": [
            {"from": broken.first_day, **({"to": broken.last_day} if broken.last_day else {})}
            for broken in apprenticeship.breaks.all()
        ],
    }
