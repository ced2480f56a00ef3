"""appeal-panel: may these people decide this appeal?"""

from __future__ import annotations

from touchstone.rules.days import count
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import AppealPanelFacts
from touchstone.rules.findings import Answers, met, missed, not_applicable, not_given, unknown
from touchstone.standards.kinds import IndependentMember, NoOriginalDecider
from touchstone.standards.model import Plan, Rule


def no_original_decider(kind: NoOriginalDecider, rule: Rule, facts: AppealPanelFacts, plan: Plan) -> Finding:
    if facts.members is None:
        return not_given(plan, rule, members=None)
    said = [member.made_original_decision for member in facts.members]
    if True in said:
        return missed(plan, rule, f"{count(said.count(True), 'member')} made the original decision.")
    if None in said:
        return unknown(plan, rule, f"Not said of {count(said.count(None), 'member')} who made the original decision.")
    if not said:
        return not_applicable(plan, rule, "The panel has no members.")
    return met(plan, rule, f"None of {count(len(said), 'member')} made the original decision.")


def independent_member(kind: IndependentMember, rule: Rule, facts: AppealPanelFacts, plan: Plan) -> Finding:
    if facts.members is None:
        return not_given(plan, rule, members=None)
    said = [member.connected_to_organisation for member in facts.members]
    if False in said:
        return met(
            plan, rule, f"{count(said.count(False), 'member')} of {len(said)} not connected to the organisation."
        )
    if None in said:
        return unknown(plan, rule, f"Not said of {count(said.count(None), 'member')} whether connected.")
    return missed(plan, rule, f"No member of {len(said)} is independent of the organisation.")


ANSWERS: Answers = {NoOriginalDecider: no_original_decider, IndependentMember: independent_member}
