"""Rows to facts: what an apprenticeship itself says for the question "gateway"."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning


def programme_facts(apprenticeship: Apprenticeship, on: dt.date) -> dict[str, Any]:
    """Start, birth and days without learning, as of ``on``. A break or withdrawal that has not ended has no "to"."""
    spans: dict[str, list[dict[str, dt.date]]] = {kind: [] for kind in BreakInLearning.Kind}
    for out in apprenticeship.breaks.all():
        spans[out.kind].append({"from": out.first_day, **({"to": out.last_day} if out.last_day else {})})
    withdrawals = spans[BreakInLearning.Kind.WITHDRAWAL]
    return {
        "date": on,
        "start": apprenticeship.start,
        "date_of_birth": apprenticeship.date_of_birth,
        "breaks": spans[BreakInLearning.Kind.BREAK],
        **({"withdrawals": withdrawals} if withdrawals else {}),
    }
