"""Storing decisions whole, so that they can be asked again years later."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.records.log import Who, instant, log, person_of, salted
from touchstone.apps.records.models import DecisionBody, Ruling, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules import Decision, Finding, ask
from touchstone.rules.plain import plain
from touchstone.standards.model import Plan, PlanNotHeld, Policy

STORED = "decision.stored"


def keep(
    decision: Decision, *, facts: Mapping[str, Any], who: Who, apprenticeship: uuid.UUID | None = None
) -> StoredDecision:
    """Store ``decision`` with the facts it was asked on (plain data of the case format)."""
    salt = secrets.token_hex(16)
    body = {"facts": plain(dict(facts)), **said(decision)}
    with transaction.atomic():
        stored = StoredDecision.objects.create(
            at=timezone.now(),
            apprenticeship=apprenticeship,
            actor=who.person_id,
            question=decision.question,
            outcome=decision.outcome,
            plan=decision.plan,
            plan_hash=decision.plan_hash,
            policy_hash=decision.policy_hash or "",
            engine_version=decision.engine_version,
            digest=salted(salt, body),
        )
        DecisionBody.objects.create(decision=stored, salt=salt, body=body)
        log(STORED, who=who, on=stored, apprenticeship=apprenticeship, details=told(stored))
    return stored


def told(stored: StoredDecision) -> dict[str, str]:
    """What the log's entry tells of a decision: with it in the chain, no column can change unseen."""
    return {
        "at": instant(stored.at),
        "question": stored.question,
        "outcome": stored.outcome,
        "plan": stored.plan,
        "plan_hash": stored.plan_hash,
        "policy_hash": stored.policy_hash,
        "engine_version": stored.engine_version,
        "digest": stored.digest,
    }


def said(decision: Decision) -> dict[str, Any]:
    """What was answered, as plain data: the part of a decision's body that is not its facts."""
    answer: dict[str, Any] = plain(
        {
            "findings": [asdict(f) for f in decision.findings],
            "score": dict(decision.score),
            "gaps": list(decision.gaps),
            "rests_on": decision.rests_on,
        }
    )
    return answer


def body_of(stored: StoredDecision) -> DecisionBody | None:
    """Facts and findings; None where they were erased. No query where they were read with the decision."""
    try:
        return stored.body
    except DecisionBody.DoesNotExist:
        return None


def findings(stored: StoredDecision) -> tuple[Finding, ...]:
    """The findings as they were given. Empty where they were erased."""
    body = body_of(stored)
    return tuple(Finding(**f) for f in body.body["findings"]) if body else ()


def ask_again(stored: StoredDecision, plan: Plan | PlanNotHeld, policy: Policy | None = None) -> Decision:
    """Ask the stored question again on the stored facts.

    Raises Refused when ``plan`` or ``policy`` is not the one it was decided by, or when the facts were erased.
    """
    body = body_of(stored)
    if body is None:
        raise Refused("The facts of this decision have been erased, so it cannot be asked again.")
    at_hand = plan.hash if isinstance(plan, Plan) else plan.standard.hash
    if (at_hand, policy.hash if policy else "") != (stored.plan_hash, stored.policy_hash):
        raise Refused("The plan or policy at hand is not the one this decision was made by.")
    return ask(stored.question, plan, body.body["facts"], policy)


def rule_on(stored: StoredDecision, *, who: Who, allowed: bool, reason: str) -> Ruling:
    """A person rules where the sources conflict or are silent. Raises Refused unless the decision waits for that."""
    if stored.outcome != "needs-ruling":
        raise Refused("Only a decision that needs a ruling can be ruled on.")
    if not reason.strip():
        raise Refused("Give the reason for your ruling: it becomes part of the decision.")
    if stored.rulings.exists():
        raise Refused("This has been ruled on already, and a ruling stands.")
    ruling = Ruling(decision=stored, at=timezone.now(), by=person_of(who), allowed=allowed, reason=reason.strip())
    return _ruled(ruling, who)


def carry_ruling(ruling: Ruling, *, to: StoredDecision, who: Who) -> Ruling:
    """Make a ruling part of a later decision on the same question too: as it was made, by whom and when."""
    carried = Ruling(decision=to, at=ruling.at, by=ruling.by, allowed=ruling.allowed, reason=ruling.reason)
    return _ruled(carried, who, carried_from=str(ruling.decision_id))


def _ruled(ruling: Ruling, who: Who, **more: str) -> Ruling:
    stored = ruling.decision
    with transaction.atomic():
        ruling.save(force_insert=True)
        log(
            "decision.ruled",
            who=who,
            on=stored,
            apprenticeship=stored.apprenticeship,
            details={"allowed": ruling.allowed, "ruling": str(ruling.id), **more},
            personal={"reason": ruling.reason},
        )
    return ruling
