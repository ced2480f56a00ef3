"""Findings of a decision as ``uiFindings`` draws them: the rule's own sentence beside what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import BLOCKING, Finding
from touchstone.rules.findings import UNCHECKED
from touchstone.standards.model import Plan, PlanNotHeld, Policy

# What is said of a plan as a whole, and so is no rule of any plan.
OF_THE_WHOLE = {
    "plan.held": "The assessment plan of this version is at hand.",
    "plan.silent": "The assessment plan says how this is done.",
}
NAMED = 5  # pieces a sentence names
NOT_RECORDED = {  # the facts an assessor has still to record, in words
    "parts": "what took place",
    "questions": "the questions",
    "not_observed": "which KSBs were not observed",
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
    items = [
        {
            "verdict": finding.verdict,
            "says": says.get(finding.rule, finding.rule),
            "because": because(finding),
            "clause": finding.clause,
            "unchecked": not finding.checked,
        }
        for finding in findings
    ]
    return briefly(items, plan)


def because(finding: Finding) -> str:
    """Why it answered so; what an assessor has not recorded yet in words instead of by the names of facts."""
    names = finding.evidence.get("missing", ())
    if finding.verdict == "unknown" and names and all(name in NOT_RECORDED for name in names):
        return f"Not recorded yet: {', '.join(NOT_RECORDED[name] for name in names)}."
    return _few(finding)


def reasons_of(refused: Refused) -> list[str]:
    """What somebody is told who was refused: by a decision, as the page with its findings says it."""
    if refused.decision is None:
        return list(refused.reasons)
    return [because(finding) for finding in refused.decision.findings if finding.verdict in BLOCKING]


def _few(finding: Finding) -> str:
    """Its sentence; of many pieces only the first are named. What is stored names every one."""
    named = finding.evidence.get("items") or ()
    if len(named) <= NAMED:
        return finding.because
    return finding.because.replace(", ".join(named), f"{', '.join(named[:NAMED])} and {len(named) - NAMED} more")


def briefly(items: Sequence[dict[str, Any]], plan: Plan | PlanNotHeld) -> list[dict[str, Any]]:
    """The same items; where several clauses begin with one document, its title is said once, under ``document``.

    "Carried over" is left to ``unchecked``, which says it in fewer words.
    """
    carried = f" ({UNCHECKED.partition('{')[0]}"
    clauses = [item["clause"].partition(carried)[0] if item["unchecked"] else item["clause"] for item in items]
    title = shared_title(clauses, plan) or ""
    return [
        item | {"clause": clause.removeprefix(title), "document": title if clause.startswith(title) else ""}
        for item, clause in zip(items, clauses, strict=True)
    ]


def shared_title(clauses: Iterable[str], plan: Plan | PlanNotHeld) -> str | None:
    """The beginning most of ``clauses`` share: a document's title with ", " behind it. None below two."""
    documents = (plan if isinstance(plan, Plan) else plan.standard).documents.values()
    titles = [f"{document.title}, " for document in documents]
    found = Counter(title for clause in clauses for title in titles if clause.startswith(title))
    return next((title for title, times in found.most_common(1) if times > 1), None)
