"""A decision as pages read it, whether it was asked just now or stored."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from touchstone.apps.plans.queries import plan_by_hash, policy_by_hash
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import BLOCKING, Decision, Finding
from touchstone.standards.model import Plan, Policy


@dataclass(frozen=True, slots=True)
class Answer:
    """``stored`` is the id of the stored decision, None for one asked just now. No findings where they were erased."""

    question: str
    outcome: str
    findings: tuple[Finding, ...]
    score: Mapping[str, Any] = field(default_factory=dict)
    rests_on: str | None = None
    stored: uuid.UUID | None = None
    plan: str = ""
    plan_hash: str = ""
    policy_hash: str = ""

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict in BLOCKING)


def fresh(decision: Decision) -> Answer:
    return Answer(
        question=decision.question,
        outcome=decision.outcome,
        findings=decision.findings,
        score=decision.score,
        rests_on=decision.rests_on,
        plan=decision.plan,
        plan_hash=decision.plan_hash,
        policy_hash=decision.policy_hash or "",
    )


def stored(ids: Iterable[uuid.UUID | str | None]) -> Mapping[uuid.UUID, Answer]:
    """The stored decisions of these ids. One query."""
    wanted = [id for id in ids if id]
    rows = StoredDecision.objects.filter(pk__in=wanted).select_related("body") if wanted else ()
    return {row.pk: of_row(row) for row in rows}


def of_row(row: StoredDecision) -> Answer:
    """Read ``row`` with ``select_related("body")``."""
    body = row.body.body if hasattr(row, "body") else {}
    return Answer(
        question=row.question,
        outcome=row.outcome,
        findings=tuple(Finding(**finding) for finding in body.get("findings", ())),
        score=body.get("score", {}),
        rests_on=body.get("rests_on"),
        stored=row.pk,
        plan=row.plan,
        plan_hash=row.plan_hash,
        policy_hash=row.policy_hash,
    )


def plan_behind(answer: Answer) -> Plan:
    """The plan a decision was made by. Raises Refused where it is no longer at hand."""
    plan = plan_by_hash(answer.plan, answer.plan_hash)
    if not isinstance(plan, Plan):
        raise Refused("The assessment plan this was decided by is not at hand. Tell whoever runs this site.")
    return plan


def policy_behind(answer: Answer) -> Policy | None:
    """The policy a decision was made by, where one was and is still at hand."""
    return policy_by_hash(answer.policy_hash) if answer.policy_hash else None
