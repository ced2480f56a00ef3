"""What a gateway asks for comes from the plan's rules, whatever the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from touchstone.apps.gateway.requirements import asked, requirements, waivers
from touchstone.apps.people.roles import Role
from touchstone.standards import catalogue
from touchstone.standards.kinds import LevelAtLeast, Provided
from touchstone.standards.model import Plan, PlanNotHeld, Rule, Source

PLANS = [plan for plan_id in catalogue.plan_ids() if isinstance(plan := catalogue.plan(plan_id), Plan)]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_gateway_rule_of_every_plan_is_a_requirement(plan: Plan) -> None:
    needs = requirements(plan)
    assert [need.rule for need in needs] == [rule for rule in plan.rules if rule.id.startswith("gateway.")]
    assert [need.rule.id for need in needs if need.fact is None] == ["gateway.minimum-duration"]


def test_a_plan_that_is_not_held_asks_for_nothing() -> None:
    plan = catalogue.plan("ST1379-1.2")
    assert isinstance(plan, PlanNotHeld)
    assert requirements(plan) == ()
    assert asked(plan) == {}


def test_a_fact_nobody_has_met_before_can_be_given_by_the_tutor() -> None:
    source = Source("anywhere", "Gateway")
    new = (
        Rule("gateway.risk", Provided("risk_assessment"), "A risk assessment is in place.", source),
        Rule("gateway.first-aid", LevelAtLeast("first_aid_level", 2), "First aid at level 2.", source),
    )
    facts = asked(replace(PLANS[0], rules=new, dispensations=()))
    shown = {name: (fact.title, fact.how, fact.turn) for name, fact in facts.items()}
    assert shown["risk_assessment"] == ("Risk assessment", "yes-no", Role.TUTOR)
    assert shown["first_aid_level"] == ("First aid level", "level", Role.TUTOR)
    assert set(shown) == {"risk_assessment", "first_aid_level"}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_dispensations_are_offered_only_where_they_waive_a_gateway_rule(plan: Plan) -> None:
    rules = {rule.id for rule in plan.rules if rule.id.startswith("gateway.")}
    assert all(waiver.waives in rules for waiver in waivers(plan))
    assert ("dispensations" in asked(plan)) is bool(waivers(plan))
