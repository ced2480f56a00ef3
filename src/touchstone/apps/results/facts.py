"""Agreed records -> facts of the question "grade-overall"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchstone.apps.assessment.models import Record


def overall_facts(records: Mapping[str, Record]) -> dict[str, Any]:
    """``records``: method -> its agreed record. A method without one is left out, so it is unknown."""
    return {
        "components": {
            method: {
                "grade": record.grade,
                **({} if record.weighted_points is None else {"points": record.weighted_points}),
            }
            for method, record in records.items()
        }
    }
