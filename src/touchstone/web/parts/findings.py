"""Findings of a decision as ``uiFindings`` draws them: the rule's own sentence beside what it found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from touchstone.rules.decision import Finding
from touchstone.standards.model import Plan, PlanNotHeld, Policy

# What is said of a plan as a whole, and so is no rule of any plan.
OF_THE_WHOLE = {
    "plan.held": "The assessment plan of this version is at hand.",
    "plan.silent": "The assessment plan says how this is done.",
}


def finding_items(
    findings: Iterable[Finding], plan: Plan | PlanNotHeld, method: str | None = None, policy: Policy | None = None
) -> list[dict[str, Any]]:
    """In the order given. ``method``: the one the decision was about; a policy's rule says its own sentence."""
    says = dict(OF_THE_WHOLE)
    for rule in (
        *plan.standard.rules,
        *(plan.rules if isinstance(plan, Plan) else ()),
        *(policy.rules if policy else ()),
    ):
        if method is None or rule.method in (None, method):
            says[rule.id] = rule.says
    return [
        {
            "verdict": finding.verdict,
            "says": says.get(finding.rule, finding.rule),
            "because": finding.because,
            "clause": finding.clause,
            "unchecked": not finding.checked,
        }
        for finding in findings
    ]
