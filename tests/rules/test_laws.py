"""What holds of every decision, whatever the plan and the situation."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.plans import ALL, held
from tests.rules.situations import full, situations
from touchstone.rules import QUESTIONS, Finding, ask
from touchstone.rules.facts import read, to_plain
from touchstone.rules.plain import plain
from touchstone.standards.kinds import RepeatCap, TimeLimit
from touchstone.standards.model import Plan
from touchstone.standards.questions import PREFIXES

quick = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
every_plan = pytest.mark.parametrize("plan_id", ALL)
every_question = pytest.mark.parametrize("question", QUESTIONS)


@every_plan
@every_question
@quick
@given(data=st.data())
def test_a_decision_is_total_repeatable_and_leaves_its_facts_alone(
    plan_id: str, question: str, data: st.DataObject
) -> None:
    plan = held(plan_id)
    facts = data.draw(situations(question, plan))
    before = copy.deepcopy(facts)
    decision = ask(question, plan, facts)
    assert facts == before
    assert ask(question, plan, facts) == decision
    assert ask(question, plan, to_plain(read(question, plan, facts))) == decision
    json.dumps(plain(decision.score))
    assert all(finding.because and finding.clause for finding in decision.findings)
    check_rules_once(plan, question, facts, decision.findings)
    assert decision.outcome == outcome_of(question, plan, decision.findings)


def check_rules_once(plan: Plan, question: str, facts: dict[str, Any], findings: Sequence[Finding]) -> None:
    """Each rule that bears on the question is answered, and answered once."""
    rules = plan.standard.rules if question == "start" else plan.rules
    of_question = [rule for rule in rules if rule.id.split(".")[0] == PREFIXES[question]]
    asked = facts.get("method")
    if question in ("portfolio", "recording", "gateway") or asked is None:
        expected = {rule.id for rule in of_question}
    else:
        expected = {rule.id for rule in of_question if rule.method in (None, asked)}
    answered = [finding.rule for finding in findings if finding.rule != "plan.silent"]
    assert sorted(answered) == sorted(expected)
    assert ("plan.silent" in [finding.rule for finding in findings]) == (not expected)


def outcome_of(question: str, plan: Plan, findings: Sequence[Finding]) -> str:
    """The outcome as the format of the cases orders verdicts, worked out from the findings alone."""
    verdicts = [finding.verdict for finding in findings]
    against = [finding for finding in findings if finding.verdict == "not-met"]
    if question in ("grade-method", "grade-overall"):
        ranks = plan.component_grades if question == "grade-method" else plan.overall_grades
        unknown = "unknown" in verdicts or "needs-ruling" in verdicts
        if against and (question == "grade-overall" or not unknown):
            return ranks[0]
        grades = [finding.evidence["grade"] for finding in findings if "grade" in finding.evidence]
        if unknown or not grades:
            return "undetermined"
        best = max(grades, key=ranks.index)
        caps = [finding.evidence["at_most"] for finding in findings if "at_most" in finding.evidence]
        return str(min([best, *caps], key=ranks.index))
    limits = {rule.id for rule in plan.rules if isinstance(rule.kind, TimeLimit)}
    if len(against) == 1 and against[0].rule in limits and against[0].evidence.get("out_of_time"):
        return "whole-assessment"
    for verdict, outcome in (("not-met", "refused"), ("needs-ruling", "needs-ruling"), ("unknown", "undetermined")):
        if verdict in verdicts:
            return outcome
    return "allowed"


SHEETS = [(plan_id, method.id) for plan_id in ALL for method in held(plan_id).methods]


@pytest.mark.parametrize(("plan_id", "method_id"), SHEETS)
@quick
@given(data=st.data())
def test_no_grade_rises_when_a_criterion_falls(plan_id: str, method_id: str, data: st.DataObject) -> None:
    plan = held(plan_id)
    method = plan.method(method_id)
    higher: Any
    lower: Any
    if method.points:
        higher = data.draw(full(method))
        place = data.draw(st.integers(0, len(higher) - 1))
        lower = list(higher)
        lower[place] = max(lower[place] - 1, min(method.points.scale))
        key = "points"
    else:
        ids = [criterion.id for criterion in method.criteria]
        failed = data.draw(st.sets(st.sampled_from(ids), max_size=3))
        higher = {name: "not-met" if name in failed else "met" for name in ids}
        lower = {**higher, data.draw(st.sampled_from(ids)): "not-met"}
        key = "marks"
    before = ask("grade-method", plan, {"method": method_id, key: higher}).outcome
    after = ask("grade-method", plan, {"method": method_id, key: lower}).outcome
    ranks = plan.component_grades
    if "undetermined" not in (before, after):
        assert ranks.index(after) <= ranks.index(before)


@every_plan
@quick
@given(data=st.data())
def test_no_overall_grade_is_one_the_plan_does_not_have(plan_id: str, data: st.DataObject) -> None:
    plan = held(plan_id)
    outcome = ask("grade-overall", plan, data.draw(situations("grade-overall", plan))).outcome
    assert outcome in {*plan.overall_grades, "undetermined"}


def test_a_plan_without_merit_is_among_those_tried() -> None:
    assert "merit" not in held("ST0148-1.0").overall_grades


def graded(plan: Plan) -> st.SearchStrategy[dict[str, Any]]:
    """Every method with a grade, and the most points where it has points."""
    results = {
        method.id: st.fixed_dictionaries(
            {
                "grade": st.sampled_from(plan.component_grades[1:]),
                **({"points": st.just(method.points.max_weighted)} if method.points else {}),
            }
        )
        for method in plan.methods
    }
    return st.fixed_dictionaries(results)


@every_plan
@quick
@given(data=st.data())
def test_after_a_repeat_nothing_is_above_the_cap_a_plan_states(plan_id: str, data: st.DataObject) -> None:
    plan = held(plan_id)
    facts = {"components": data.draw(graded(plan))}
    free = ask("grade-overall", plan, facts).outcome
    repeated = ask("grade-overall", plan, {**facts, "repeated": [plan.methods[0].id]}).outcome
    excused = {**facts, "repeated": [plan.methods[0].id], "exceptional_circumstances": True}
    assert ask("grade-overall", plan, excused).outcome == free
    caps = [rule.kind.grade for rule in plan.rules if isinstance(rule.kind, RepeatCap)]
    ranks = plan.overall_grades
    if free == "undetermined":
        assert repeated == "undetermined"
    else:
        assert repeated == min([free, *caps], key=ranks.index)


@every_plan
@quick
@given(data=st.data())
def test_a_booking_is_possible_on_its_earliest_date_and_not_the_day_before(plan_id: str, data: st.DataObject) -> None:
    plan = held(plan_id)
    facts = data.draw(situations("booking", plan)) | {"short_notice_agreed": False}
    earliest = ask("booking", plan, facts).score.get("earliest")
    if earliest is not None:
        assert "not-met" not in verdicts(plan, "booking", {**facts, "date": earliest})
        assert "not-met" in verdicts(plan, "booking", {**facts, "date": earliest - dt.timedelta(days=1)})


@every_plan
@quick
@given(data=st.data())
def test_the_minimum_duration_is_met_from_its_earliest_date_on(plan_id: str, data: st.DataObject) -> None:
    plan = held(plan_id)
    facts = data.draw(situations("gateway", plan))
    earliest = ask("gateway", plan, facts).score.get("earliest")
    if earliest is not None:
        rule = "gateway.minimum-duration"
        day_before = {**facts, "date": earliest - dt.timedelta(days=1)}
        assert rule not in ask("gateway", plan, {**facts, "date": earliest}).blockers
        assert rule in ask("gateway", plan, day_before).blockers


@every_plan
@quick
@given(data=st.data())
def test_days_out_by_a_withdrawal_never_allow_what_they_would_not_as_a_break_or_refuse_what_they_would_not_without(
    plan_id: str, data: st.DataObject
) -> None:
    """No source says whether they count: the answer lies between both."""
    plan, rule = held(plan_id), "gateway.minimum-duration"
    facts = data.draw(situations("gateway", plan))

    def verdict(**changed: Any) -> str:
        """Empty where the plan has no such rule."""
        found = ask("gateway", plan, {**facts, **changed}).findings
        return "".join(finding.verdict for finding in found if finding.rule == rule)

    out = [one for one in facts.get("withdrawals", []) if "to" in one]
    breaks = facts.get("breaks", [])
    answer = verdict(withdrawals=out)
    if answer == "met":
        assert verdict(withdrawals=[], breaks=[*breaks, *out]) == "met"
    if answer == "not-met":
        assert verdict(withdrawals=[]) == "not-met"


@every_plan
@every_question
@quick
@given(data=st.data())
def test_leaving_a_fact_out_never_allows_what_was_refused(plan_id: str, question: str, data: st.DataObject) -> None:
    """Unknown is not yes. (Leaving out a break, an agreement or a piece is no unknown but a different situation.)"""
    plan = held(plan_id)
    facts = data.draw(situations(question, plan))
    none_when_left_out = {
        "breaks",
        "withdrawals",
        "repeated",
        "short_notice_agreed",
        "requested",
        "english_maths_choice_recorded",
    }
    known = sorted(set(facts) - none_when_left_out)
    if known and ask(question, plan, facts).outcome == "refused":
        left_out = data.draw(st.sampled_from(known))
        fewer = {key: value for key, value in facts.items() if key != left_out}
        assert ask(question, plan, fewer).outcome != "allowed"


def verdicts(plan: Plan, question: str, facts: dict[str, Any]) -> set[str]:
    return {finding.verdict for finding in ask(question, plan, facts).findings}
