"""Policies laid over plans, adopted plans, plans that are silent or not held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.rules.plans import INVENTED, held
from touchstone.rules import Decision, ask
from touchstone.rules.layering import layered
from touchstone.standards import adoption, catalogue
from touchstone.standards.kinds import NoticeDays
from touchstone.standards.model import Plan, Policy, Rule, Source

RESIT = {
    "kind": "resit",
    "outcome_notified": "2024-12-16",
    "date": "2025-03-16",
    "requested": True,
    "method": "discussion",
}


def verdict(decision: Decision, rule: str) -> str:
    return next(finding.verdict for finding in decision.findings if finding.rule == rule)


def test_a_policys_rule_replaces_the_plans_rule_of_the_same_id_and_method() -> None:
    plan, policy = held("ST1379-1.1"), catalogue.policy("tquk-repeat-extension")
    assert verdict(ask("repeat", plan, RESIT), "repeat.typical-time") == "warning"
    extended = ask("repeat", plan, RESIT, policy)
    assert verdict(extended, "repeat.typical-time") == "met"
    assert len(extended.findings) == len(ask("repeat", plan, RESIT).findings)
    assert extended.policy_hash == policy.hash


def test_a_policys_rule_is_cited_from_the_policys_own_document() -> None:
    decision = ask("repeat", held("ST1379-1.1"), RESIT, catalogue.policy("tquk-repeat-extension"))
    clause = next(finding.clause for finding in decision.findings if finding.rule == "repeat.typical-time")
    assert clause.startswith("Bookings, resits and cancellations, Resits")


def test_laying_a_policy_over_a_plan_changes_neither() -> None:
    plan, policy = held("ST1379-1.1"), catalogue.policy("tquk-repeat-extension")
    rules = plan.rules
    assert layered(plan, policy).rules != rules
    assert plan.rules == rules
    assert layered(plan, policy).hash == plan.hash


def test_a_policy_of_another_plan_is_refused() -> None:
    with pytest.raises(ValueError, match=r"is for ST1379-1\.1, not for ST1379-1\.0"):
        ask("repeat", held("ST1379-1.0"), RESIT, catalogue.policy("tquk-repeat-extension"))


def test_where_a_plan_is_silent_a_policy_alone_decides_and_that_is_said() -> None:
    plan = held("ST0148-1.0")
    notice = Rule(
        "booking.notice", NoticeDays(14, waivable=False), "Notice.", Source("letter", "2"), method="observation"
    )
    policy = Policy("own-notice", plan.id, "Example", dt.date(2024, 1, 8), "Example", (notice,), {}, "hash")
    facts = {"method": "observation", "notice_given": "2024-03-04", "date": "2024-03-18"}
    decision = ask("booking", plan, facts, policy)
    assert decision.outcome == "allowed"
    assert decision.warnings == ("plan.silent",)
    other = ask("booking", plan, {**facts, "method": "discussion"}, policy)
    assert other.outcome == "needs-ruling"


def test_a_question_for_which_a_plan_simply_has_no_rule_needs_a_ruling() -> None:
    decision = ask("booking", replace(held("ST1379-1.1"), rules=()), {})
    assert (decision.outcome, decision.blockers) == ("needs-ruling", ("plan.silent",))
    grade = ask("grade-overall", replace(held("ST1379-1.1"), rules=()), {})
    assert (grade.outcome, grade.blockers) == ("undetermined", ("plan.silent",))


def test_a_version_whose_plan_is_not_held_still_says_who_may_start() -> None:
    plan = catalogue.plan("ST1379-1.2")
    assert ask("start", plan, {"start": "2024-08-02", "funding": "public"}).outcome == "allowed"
    assert ask("conduct", plan, {"method": "observation"}).blockers == ("plan.held",)


DRAFT = adoption.draft(
    "ST1379-1.2", "ST1379-1.1", organisation="EPA0001", organisation_name="Example AO", by="Ann", on=dt.date(2025, 1, 6)
)
BOOKING = {
    "method": "observation",
    "notice_given": "2025-03-03",
    "date": "2025-03-17",
    "gateway_confirmed": "2025-02-24",
}


def adopted(text: str) -> Plan:
    return adoption.read(adoption.sign(text, by="Bob", on=dt.date(2025, 1, 7)))


def test_a_draft_without_a_second_signature_decides_nothing_but_the_start() -> None:
    plan = adoption.read(DRAFT)
    assert ask("booking", plan, BOOKING).blockers == ("plan.held",)
    assert ask("start", plan, {"start": "2024-08-02", "funding": "public"}).outcome == "allowed"


def test_an_adopted_plan_decides_and_says_what_it_rests_on() -> None:
    plan = adopted(DRAFT)
    decision = ask("booking", plan, BOOKING)
    own = [rule for rule in plan.rules if not rule.shared]
    assert decision.outcome == "allowed"
    assert decision.rests_on == (
        "Adopted by Example AO (EPA0001) from ST1379-1.1, signed by Bob on 7 January 2025; "
        f"{len(own)} of its {len(own)} rules and the criteria of 2 of 2 methods not checked, "
        "here: booking.after-gateway, booking.notice, booking.assessment-period."
    )
    assert not any(finding.checked for finding in decision.findings)
    assert all("carried over from ST1379-1.1, not checked" in finding.clause for finding in decision.findings)


def test_a_rule_that_was_checked_says_so_no_longer() -> None:
    text = adoption.mark_checked(
        DRAFT, "booking.notice", method="observation", document="Plan 1.2", page="9", by="Ann", on=dt.date(2025, 1, 6)
    )
    decision = ask("booking", adopted(text), BOOKING)
    checked = {finding.rule: finding.checked for finding in decision.findings}
    assert checked == {"booking.after-gateway": False, "booking.notice": True, "booking.assessment-period": False}


def test_a_grade_rests_on_the_methods_criteria_too() -> None:
    text = DRAFT
    for rule in ("grade.complete", "grade.pass-criteria", "grade.distinction-criteria"):
        text = adoption.mark_checked(
            text, rule, method="observation", document="Plan 1.2", page="9", by="Ann", on=dt.date(2025, 1, 6)
        )
    facts = {"method": "observation", "marks": {}}
    assert not any(finding.checked for finding in ask("grade-method", adopted(text), facts).findings)
    text = adoption.mark_method_checked(
        text, "observation", document="Plan 1.2", page="8", by="Ann", on=dt.date(2025, 1, 6)
    )
    assert all(finding.checked for finding in ask("grade-method", adopted(text), facts).findings)


def test_rules_every_plan_shares_are_not_carried_over() -> None:
    decision = ask("assessor", adopted(DRAFT), {"relations": [], "standard_approved": True})
    assert all(finding.checked for finding in decision.findings)
    assert decision.rests_on is not None
    assert decision.rests_on.endswith("none of them here.")


def test_a_published_plan_rests_on_nobody() -> None:
    assert ask("booking", held("ST1379-1.1"), BOOKING).rests_on is None


def test_an_unset_threshold_leaves_a_grade_open_where_no_rule_asks_whether_thresholds_are_known() -> None:
    plan = INVENTED.plan("XX0001-2.0")
    enough = ask("grade-method", plan, {"method": "written-test", "points": [3, 3, 3, 3, 3]})
    assert (enough.outcome, enough.blockers) == ("undetermined", ("grade.points-credit",))
    too_few = ask("grade-method", plan, {"method": "written-test", "points": [0, 1, 1, 1, 1]})
    assert (too_few.outcome, too_few.blockers) == ("refer", ("grade.points-pass",))


def test_parts_and_gateway_facts_of_a_third_standard_are_its_own() -> None:
    plan = INVENTED.plan("XX0001-2.0")
    watches = [{"kind": "watch", "minutes": 240}] * 3
    assert ask("conduct", plan, {"method": "night-watch", "parts": watches}).outcome == "allowed"
    gateway = {"date": "2022-06-01", "oil_licence": False, "swimming_level": 3}
    assert ask("gateway", plan, gateway).blockers == ("gateway.oil-licence",)
    assert ask("gateway", plan, {**gateway, "dispensations": ["D-OIL"]}).outcome == "allowed"
    too_soon = {**gateway, "date": "2021-12-31", "dispensations": ["D-OIL"]}
    assert ask("gateway", plan, too_soon).outcome == "refused"
