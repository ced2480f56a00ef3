"""Asking the rules about one apprenticeship: by its own plan and the policy of its assessment organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchstone import rules
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.plans.queries import deciding, plan_for
from touchstone.apps.records import decisions
from touchstone.apps.records.log import Who
from touchstone.apps.records.models import StoredDecision
from touchstone.rules.decision import Decision
from touchstone.standards.model import Plan, PlanNotHeld


def plan_of(apprenticeship: Apprenticeship) -> Plan | PlanNotHeld:
    """The plan that decides for this apprenticeship, or the knowledge that none is held."""
    return plan_for(apprenticeship.assessment_organisation, apprenticeship.plan_id)


def ask(question: str, apprenticeship: Apprenticeship, facts: Mapping[str, Any]) -> Decision:
    """Ask without keeping the answer: for pages that show where things stand."""
    plan, policy = deciding(apprenticeship.assessment_organisation, apprenticeship.plan_id)
    return rules.ask(question, plan, facts, policy)


def ask_and_keep(
    question: str, apprenticeship: Apprenticeship, facts: Mapping[str, Any], *, who: Who
) -> tuple[Decision, StoredDecision]:
    """Ask and store the decision whole, in the caller's transaction: for what is acted on."""
    decision = ask(question, apprenticeship, facts)
    return decision, decisions.keep(decision, facts=facts, who=who, apprenticeship=apprenticeship.pk)
