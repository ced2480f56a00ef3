"""How far a plan's word goes: not held, silent on a question, or adopted and partly unchecked."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.rules.days import say
from touchstone.rules.decision import Finding
from touchstone.rules.findings import cited
from touchstone.standards.model import Plan, PlanNotHeld


def not_held(plan: Plan | PlanNotHeld) -> Finding | None:
    """The one finding on a version whose plan nobody has, or has drafted and not signed."""
    clause = f"{plan.standard.reference} {plan.standard.title}, version {plan.version}"
    if isinstance(plan, PlanNotHeld):
        because = plan.why or f"The assessment plan of version {plan.version} is in no source at hand."
        return Finding("plan.held", "unknown", because, clause)
    if plan.adoption is not None and plan.adoption.signed_by is None:
        because = f"The plan drafted from {plan.adoption.carried_from} has no second signature yet."
        return Finding("plan.held", "unknown", because, clause)
    return None


def silent(question: str, plan: Plan | PlanNotHeld, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Where the plan says nothing on the question, a person decides; a policy that does is pointed out."""
    unset = plan.silent.get(question) if isinstance(plan, Plan) else None
    if found and unset is None:
        return ()
    what = unset.what if unset else f"No rule of {plan.id} bears on this question."
    documents = plan.documents if isinstance(plan, Plan) else plan.standard.documents
    clause = cited(unset.source, documents) if unset else plan.id
    if found:
        return (Finding("plan.silent", "warning", f"{what} The organisation's policy alone decides.", clause),)
    return (Finding("plan.silent", "needs-ruling", f"{what} A person decides and records it.", clause),)


def rests_on(question: str, plan: Plan | PlanNotHeld, findings: Sequence[Finding]) -> str | None:
    """Whose adoption an adopted plan's decision rests on, and what of it nobody has checked."""
    if isinstance(plan, PlanNotHeld) or plan.adoption is None or question == "start":
        return None
    adoption = plan.adoption
    signed = "not signed"
    if adoption.signed_by is not None:
        signed = f"signed by {adoption.signed_by}" + (f" on {say(adoption.signed_on)}" if adoption.signed_on else "")
    carried = sum(not rule.shared for rule in plan.rules)
    text = f"Adopted by {adoption.organisation_name} ({adoption.organisation}) from {adoption.carried_from}, {signed}; "
    text += f"{len(plan.unchecked)} of its {carried} rules and the criteria of {_sheets(plan)} methods not checked"
    here = [finding.rule for finding in findings if not finding.checked]
    return text + (f", here: {', '.join(here)}." if here else ", none of them here.")


def _sheets(plan: Plan) -> str:
    return f"{sum(method.checked is None for method in plan.methods)} of {len(plan.methods)}"
