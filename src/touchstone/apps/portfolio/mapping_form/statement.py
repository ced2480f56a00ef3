"""The sentences in which a portfolio is confirmed to be authentic, each from its day. Ours: no plan gives a wording."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role

WORDINGS: tuple[tuple[dt.date, dict[Role, str]], ...] = (
    (
        dt.date(2026, 11, 22),
        {
            Role.APPRENTICE: "I, {apprentice}, confirm that every piece listed shows my own work or was made by the "
            "person it names as its witness or writer, and that what this form says of it is true.",
            Role.TUTOR: "For {provider} I confirm that, as far as I know, every piece listed shows the work of "
            "{apprentice} and what this form says of it is true.",
            Role.LINE_MANAGER: "For {employer} I confirm that, as far as I know, every piece listed comes from the "
            "work of {apprentice} and what this form says of it is true.",
        },
    ),
)


def statement_for(one: Apprenticeship, on: dt.date) -> dict[str, Any]:
    """{"dated": "2026-11-22", "says": {role: sentence}}: the newest wording of the day ``on``, else the first."""
    dated, says = next((wording for wording in reversed(WORDINGS) if wording[0] <= on), WORDINGS[0])
    names = {"apprentice": one.apprentice.name, "provider": one.provider.name, "employer": one.employer.name}
    return {
        "dated": dated.isoformat(),
        "says": {role.value: sentence.format(**names) for role, sentence in says.items()},
    }
