"""The earliest date a method may be held, with its sum in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from touchstone import rules
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.facts import booking_facts
from touchstone.apps.assessment.plan_words import rules_of
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.plans.queries import policy_for
from touchstone.rules.days import say
from touchstone.rules.decision import Decision
from touchstone.standards.kinds import BookedAfterGateway, NoticeDays, ReviewDays
from touchstone.standards.model import Plan


@dataclass(frozen=True, slots=True)
class Earliest:
    """``sums``: one sentence a rule that sets a first day. ``day`` is None where the rules give none."""

    decision: Decision
    day: dt.date | None
    sums: tuple[str, ...]

    @property
    def needs_ruling(self) -> bool:
        return self.decision.outcome == "needs-ruling"


def earliest(
    apprenticeship: Apprenticeship, plan: Plan, gateway: Gateway, method: str, received: dt.date | None
) -> Earliest:
    """If notice is given today. ``received``: the day the assessor has or had the portfolio."""
    today = timezone.localdate()
    facts = booking_facts(gateway, method=method, notice_given=today, portfolio_received=received)
    policy = policy_for(apprenticeship.assessment_organisation, plan.id)
    decision = rules.ask("booking", plan, facts, policy)
    return Earliest(
        decision=decision,
        day=decision.score.get("earliest"),
        sums=tuple(_sums(plan, method, timezone.localdate(gateway.decided_at), today, received)),
    )


def _sums(plan: Plan, method: str, confirmed: dt.date, today: dt.date, received: dt.date | None) -> Iterator[str]:
    for rule in rules_of(plan, "booking", method):
        match rule.kind:
            case BookedAfterGateway():
                yield f"Gateway confirmed on {say(confirmed)}"
            case NoticeDays(days=days):
                yield f"Notice today, {say(today)} + {days} days = {say(today + dt.timedelta(days=days))}"
            case ReviewDays(days=days) if received is not None:
                when = "today" if received == today else "since"
                ends = say(received + dt.timedelta(days=days))
                yield f"Portfolio with the assessor {when}, {say(received)} + {days} days = {ends}"
            case _:
                pass
