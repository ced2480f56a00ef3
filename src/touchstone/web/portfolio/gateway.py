"""What the gateway says of the portfolio: how the plan calls it, and whether it was returned and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.queries import portfolio_papers
from touchstone.apps.gateway.requirements import KNOWN, requirements
from touchstone.standards.model import Plan, PlanNotHeld

State = Gateway.State


@dataclass(frozen=True, slots=True)
class Words:
    """``name``: what the plan calls what is handed in; ``says``: its own sentence about it, with its ``clause``."""

    name: str = "Portfolio"
    says: str = ""


@dataclass(frozen=True, slots=True)
class AtGateway:
    """Where the newest submitted portfolio stands at the gateway. ``state``: empty while it is not handed in.

    ``by``, ``at`` and ``reasons`` of a return nothing has been submitted after.
    """

    state: str = ""
    by: str = ""
    at: dt.datetime | None = None
    reasons: tuple[str, ...] = ()


def words_of(plan: Plan | PlanNotHeld) -> Words:
    """The words come from the plan's gateway rule; a plan that has none speaks of a portfolio."""
    for one in requirements(plan):
        if one.fact and one.fact.how == "portfolio":
            return Words(one.fact.title, one.rule.says)
    return Words()


def is_of_portfolio(given: Given) -> bool:
    """Whether it is the portfolio itself, and not what was confirmed against one."""
    return given.portfolio_id is not None and given.fact in KNOWN and KNOWN[given.fact].how == "portfolio"


def gateway_of(one: Apprenticeship, submitted_at: dt.datetime | None) -> AtGateway:
    """``submitted_at``: when the newest portfolio was submitted; None while none was. One query."""
    rows = list(portfolio_papers(one)) if submitted_at else []
    newest = rows[0].gateway if rows else None
    if newest is not None and newest.state in (State.SUBMITTED, State.CONFIRMED):
        return AtGateway(newest.state, at=newest.decided_at)
    returned = next((row.gateway for row in rows if row.gateway.state == State.RETURNED), None)
    if returned is None or returned.decided_at is None or submitted_at is None or submitted_at > returned.decided_at:
        return AtGateway()
    reasons = _reasons([row for row in rows if row.gateway_id == returned.pk])
    by = returned.decided_by.name if returned.decided_by else ""
    return AtGateway(State.RETURNED, by, returned.decided_at, reasons) if reasons else AtGateway()


def is_portfolio(given: Given) -> bool:
    """Whether it is the portfolio itself, and not what was confirmed against one."""
    return given.fact in KNOWN and KNOWN[given.fact].how == "portfolio"


def _reasons(rows: Sequence[Given]) -> tuple[str, ...]:
    """Why an attempt came back: what was said of the portfolio and of its form, and of the pack as a whole. None where
    the portfolio was accepted: what was returned then is something else."""
    of_items = [row.answer_reason for row in rows if row.answer == Given.Answer.RETURNED]
    if not of_items and any(row.accepted for row in rows if is_portfolio(row)):
        return ()
    return tuple(filter(None, [*of_items, rows[0].gateway.return_reason]))
