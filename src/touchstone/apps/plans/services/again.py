"""Asking a stored decision again, by the plan and policy it was made by."""

from __future__ import annotations

from touchstone.apps.plans.queries import plan_by_hash, policy_by_hash
from touchstone.apps.records import decisions
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import Decision


def ask_again(stored: StoredDecision) -> Decision:
    """The stored question on the stored facts, once more. Raises Refused where plan, policy or facts are gone."""
    plan = plan_by_hash(stored.plan, stored.plan_hash)
    if plan is None:
        raise Refused("The plan this decision was made by is no longer at hand as it was, so it cannot be asked again.")
    policy = policy_by_hash(stored.policy_hash) if stored.policy_hash else None
    if stored.policy_hash and policy is None:
        raise Refused(
            "The policy this decision was made by is no longer at hand as it was, so it cannot be asked again."
        )
    return decisions.ask_again(stored, plan, policy)
