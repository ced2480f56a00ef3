"""Rows -> facts of the question "gateway"."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.requirements import asked


def gateway_facts(gateway: Gateway, on: dt.date) -> dict[str, Any]:
    """The facts of an attempt as of ``on``. What nobody has given is left out, so it is unknown and never guessed."""
    apprenticeship = gateway.apprenticeship
    names = asked(plan_of(apprenticeship))
    return {
        "date": on,
        "start": apprenticeship.start,
        "date_of_birth": apprenticeship.date_of_birth,
        "breaks": [
            {"from": one.first_day, **({"to": one.last_day} if one.last_day else {})}
            for one in apprenticeship.breaks.all()
        ],
        **{given.fact: given.value for given in gateway.given.all() if given.fact in names},
    }
