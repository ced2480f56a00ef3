"""A policy laid over a plan: its rules replace the plan's of the same id and method, or are added to them."""

from __future__ import annotations

from dataclasses import replace

from touchstone.standards.model import Checked, Plan, Policy, Rule


def layered(plan: Plan, policy: Policy) -> Plan:
    """The plan as this assessment organisation runs it. Raises ValueError for a policy of another plan."""
    if policy.plan != plan.id:
        raise ValueError(f"The policy {policy.name} is for {policy.plan}, not for {plan.id}.")
    own = {(rule.id, rule.method): rule for rule in plan.rules}
    rules = own | {(rule.id, rule.method): _entered(rule, policy) for rule in policy.rules}
    return replace(plan, rules=tuple(rules.values()), documents={**plan.documents, **policy.documents})


def _entered(rule: Rule, policy: Policy) -> Rule:
    """A policy's rule was never carried over: whoever entered it gave document and place."""
    source = rule.source
    return replace(
        rule, checked=Checked(source.document, source.page or source.section, policy.entered_by, policy.dated)
    )
