"""assessor: may this person assess this apprentice?"""

from __future__ import annotations

from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import AssessorFacts
from touchstone.rules.findings import Answers, met, missed, not_given
from touchstone.standards.kinds import Approved, NoRelation
from touchstone.standards.model import Plan, Rule


def independent(kind: NoRelation, rule: Rule, facts: AssessorFacts, plan: Plan) -> Finding:
    """An empty list says the same as "none"; "none" beside a tie does not undo it."""
    if facts.relations is None:
        return not_given(plan, rule, relations=None)
    ties = [relation for relation in dict.fromkeys(facts.relations) if relation in kind.relations]
    if ties:
        return missed(plan, rule, f"Ties to the apprentice: {', '.join(ties)}.")
    return met(plan, rule, "No tie to the apprentice.")


def approved(kind: Approved, rule: Rule, facts: AssessorFacts, plan: Plan) -> Finding:
    if facts.standard_approved is None:
        return not_given(plan, rule, standard_approved=None)
    if facts.standard_approved:
        return met(plan, rule, f"Approved for {plan.id}.")
    return missed(plan, rule, f"Not approved for {plan.id}.")


ANSWERS: Answers = {NoRelation: independent, Approved: approved}
