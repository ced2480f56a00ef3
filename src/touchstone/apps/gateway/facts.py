"""Rows -> facts of the question "gateway"."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.facts import programme_facts
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.requirements import asked
from touchstone.standards.model import Plan, PlanNotHeld


def gateway_facts(gateway: Gateway, on: dt.date, plan: Plan | PlanNotHeld | None = None) -> dict[str, Any]:
    """The facts of an attempt as of ``on``. What nobody has given is left out, so it is unknown and never guessed.

    ``plan``: the one that decides, where the caller has read it already.
    """
    names = asked(plan or plan_of(gateway.apprenticeship))
    given = {row.fact: row.value for row in gateway.given.all() if row.fact in names}
    return {**programme_facts(gateway.apprenticeship, on), **given}
