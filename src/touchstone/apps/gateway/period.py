"""The assessment period: it begins with the confirmation of the gateway, and ends where the plan says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from touchstone.apps.gateway.models import Gateway
from touchstone.rules.booking import last_day
from touchstone.rules.layering import layered
from touchstone.standards.kinds import AssessmentPeriod
from touchstone.standards.model import Plan, PlanNotHeld, Policy


@dataclass(frozen=True, slots=True)
class Period:
    """``end`` is None where the plan names none; ``says``: the rule's own sentence, empty without one."""

    begin: dt.date
    end: dt.date | None = None
    says: str = ""


def period_of(gateway: Gateway, plan: Plan | PlanNotHeld, policy: Policy | None) -> Period | None:
    """None for an attempt that is not confirmed."""
    if gateway.state != Gateway.State.CONFIRMED or gateway.decided_at is None:
        return None
    begin = timezone.localdate(gateway.decided_at)
    if isinstance(plan, Plan):
        for rule in (layered(plan, policy) if policy else plan).rules:
            if isinstance(rule.kind, AssessmentPeriod):
                return Period(begin, last_day(rule.kind, begin), rule.says)
    return Period(begin)
