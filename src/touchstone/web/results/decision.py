"""A stored decision with every finding, and asking it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment import answers
from touchstone.apps.people.queries import names_of
from touchstone.apps.plans.queries import plan_by_hash, policy_by_hash
from touchstone.apps.records.decisions import ask_again
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results.services import open_decision
from touchstone.standards.model import Plan, PlanNotHeld, Policy
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.results import finding
from touchstone.web.results.finding import Decided

QUESTIONS = {
    "start": "May this apprenticeship start?",
    "portfolio": "May this portfolio be submitted?",
    "gateway": "Is the apprentice ready for the gateway?",
    "booking": "May this method be booked for this date?",
    "assessor": "May this person assess this apprentice?",
    "recording": "Does this recording count?",
    "conduct": "Was this assessment carried out as the plan requires?",
    "grade-method": "What does this method come to?",
    "grade-overall": "What does the whole assessment come to?",
}


@dataclass(frozen=True, slots=True)
class Again:
    """``same``: the findings and the outcome are those stored. ``trouble``: why it could not be asked."""

    same: bool = False
    outcome: str = ""
    trouble: str = ""


@page("decision.see", find=finding.decision)
def show(request: Request, decided: Decided) -> HttpResponse:
    stored, one = open_decision(who=request.actor, stored=decided.stored), decided.apprenticeship
    answer, body = answers.of_row(stored), stored.body.body if hasattr(stored, "body") else {}
    plan = plan_by_hash(stored.plan, stored.plan_hash)
    policy = policy_by_hash(stored.policy_hash) if stored.policy_hash else None
    rulings = list(stored.rulings.order_by("at"))
    context = {
        "header": header_of(request.held, one),
        "stored": stored,
        "question": QUESTIONS[stored.question],
        "answer": answer,
        "items": finding_items(answer.findings, plan or plan_of(one), body.get("facts", {}).get("method"), policy),
        "rulings": rulings,
        "names": names_of([ruling.by for ruling in rulings] + ([stored.actor] if stored.actor else [])),
        "again": _again(stored, answer, plan, policy) if request.method == "POST" else None,
    }
    return render(request, "results/decision.html", context)


def _again(
    stored: StoredDecision, answer: answers.Answer, plan: Plan | PlanNotHeld | None, policy: Policy | None
) -> Again:
    if plan is None:
        return Again(trouble="The plan this decision was made by is not at hand any more.")
    try:
        decision = ask_again(stored, plan, policy)
    except Refused as refused:
        return Again(trouble=" ".join(refused.reasons))
    same = (decision.outcome, decision.findings) == (answer.outcome, answer.findings)
    return Again(same=same, outcome=decision.outcome)
