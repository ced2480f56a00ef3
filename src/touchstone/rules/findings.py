"""Making a finding: the rule, its verdict, why, and where the rule stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from touchstone.rules.decision import Finding, Verdict
from touchstone.rules.plain import plain
from touchstone.standards.kinds import Kind
from touchstone.standards.model import Document, Plan, PlanNotHeld, Rule, Source

Answer = Callable[[Any, Rule, Any, Any], Finding]  # (the kind's figures, rule, the question's facts, plan)
Answers = Mapping[type[Kind], Answer]

UNCHECKED = "carried over from {plan}, not checked against the plan of this version"


def met(plan: Plan | PlanNotHeld, rule: Rule, because: str, **evidence: Any) -> Finding:
    return found(plan, rule, "met", because, **evidence)


def missed(plan: Plan | PlanNotHeld, rule: Rule, because: str, **evidence: Any) -> Finding:
    """What the rule asks for is not so: a "must" blocks, a "should" warns."""
    return found(plan, rule, "warning" if rule.force == "should" else "not-met", because, **evidence)


def unknown(plan: Plan | PlanNotHeld, rule: Rule, because: str, **evidence: Any) -> Finding:
    return found(plan, rule, "unknown", because, **evidence)


def not_given(plan: Plan | PlanNotHeld, rule: Rule, **facts: object) -> Finding:
    """Unknown, because some of ``facts`` (the ones that are None) were not given."""
    names = [name for name, value in facts.items() if value is None]
    return unknown(plan, rule, f"Not given: {', '.join(names)}.", missing=names)


def not_applicable(plan: Plan | PlanNotHeld, rule: Rule, because: str, **evidence: Any) -> Finding:
    return found(plan, rule, "not-applicable", because, **evidence)


def found(plan: Plan | PlanNotHeld, rule: Rule, verdict: Verdict, because: str, **evidence: Any) -> Finding:
    checked = not is_unchecked(plan, rule)
    return Finding(rule.id, verdict, because, clause(plan, rule), plain(evidence), checked)


def is_unchecked(plan: Plan | PlanNotHeld, rule: Rule) -> bool:
    """Carried over in an adopted plan: the rule itself, or the sheet of criteria that a grading rule marks by."""
    if isinstance(plan, PlanNotHeld) or plan.adoption is None:
        return False
    sheets = [method for method in plan.methods if rule.id.startswith("grade.") and rule.method in (None, method.id)]
    return rule in plan.unchecked or any(method.checked is None for method in sheets)


def clause(plan: Plan | PlanNotHeld, rule: Rule) -> str:
    """Document and section of every source of the rule; in an adopted plan also whether anybody has checked it."""
    documents = plan.documents if isinstance(plan, Plan) else plan.standard.documents
    text = "; ".join(cited(source, documents) for source in (rule.source, *rule.also))
    if is_unchecked(plan, rule) and isinstance(plan, Plan) and plan.adoption is not None:
        text += f" ({UNCHECKED.format(plan=plan.adoption.carried_from)})"
    return text


def cited(source: Source, documents: Mapping[str, Document]) -> str:
    document = documents.get(source.document)
    title = document.title if document else source.document
    return f"{title}, {source.section}" + (f", page {source.page}" if source.page else "")


def figures(findings: Sequence[Finding], *names: str) -> dict[str, Any]:
    """What the findings carry under ``names``: the figures a question reports as its score."""
    return {name: finding.evidence[name] for finding in findings for name in names if name in finding.evidence}
