"""A stored decision with every finding, and asking it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.assessment import answers
from touchstone.apps.people.models import User
from touchstone.apps.plans.queries import policy_for
from touchstone.apps.records.decisions import ask_again
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Plan, PlanNotHeld, Policy
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page
from touchstone.web.results import finding

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
def show(request: Request, stored: StoredDecision) -> HttpResponse:
    one = visible_to(request.actor).get(pk=str(stored.apprenticeship))
    answer, body = answers.of_row(stored), stored.body.body if hasattr(stored, "body") else {}
    plan = plan_of(one)
    policy = policy_for(one.assessment_organisation, plan.id) if stored.policy_hash else None
    context = {
        "header": header_of(request.held, one),
        "stored": stored,
        "question": QUESTIONS[stored.question],
        "answer": answer,
        "items": finding_items(answer.findings, plan, body.get("facts", {}).get("method"), policy),
        "rulings": _rulings(stored),
        "again": _again(stored, answer, plan, policy) if request.method == "POST" else None,
        "by": User.objects.filter(pk=stored.actor).first() if stored.actor else None,
    }
    return render(request, "results/decision.html", context)


def _again(stored: StoredDecision, answer: answers.Answer, plan: Plan | PlanNotHeld, policy: Policy | None) -> Again:
    try:
        decision = ask_again(stored, plan, policy)
    except Refused as refused:
        return Again(trouble=" ".join(refused.reasons))
    same = (decision.outcome, decision.findings) == (answer.outcome, answer.findings)
    return Again(same=same, outcome=decision.outcome)


def _rulings(stored: StoredDecision) -> list[tuple[str, str]]:
    """(who, reason) of each ruling on it."""
    rulings = list(stored.rulings.order_by("at"))
    names = dict(User.objects.filter(pk__in=[ruling.by for ruling in rulings]).values_list("pk", "name"))
    return [(names.get(ruling.by, "Somebody"), ruling.reason) for ruling in rulings]
