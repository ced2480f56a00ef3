"""Decisions are kept whole and can be asked again years later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import Cast, as_actor
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.records.decisions import ask_again, carry_ruling, findings, keep, rule_on
from touchstone.apps.records.log import salted
from touchstone.apps.records.models import DecisionBody, LogEntry, LogPersonal, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.apps.records.verify import verify
from touchstone.rules import Decision, ask
from touchstone.standards import catalogue
from touchstone.standards.model import Plan

FACTS: dict[str, Any] = {
    "date": dt.date(2025, 11, 3),
    "start": dt.date(2024, 7, 8),
    "date_of_birth": dt.date(1994, 5, 20),
    "breaks": [],
    "english": {"level": 2, "route": "standard"},
    "maths": {"level": 2, "route": "standard"},
    "declaration_signed": True,
    "photo_id": True,
    "portfolio": True,
    "mapping_form": True,
    "employer_confirms": False,
}


@pytest.fixture
def plan() -> Plan:
    held = catalogue.plan("ST1379-1.1")
    assert isinstance(held, Plan)
    return held


@pytest.fixture
def decision(plan: Plan) -> Decision:
    return ask("gateway", plan, FACTS)


@pytest.fixture
def stored(cast: Cast, decision: Decision) -> StoredDecision:
    return keep(decision, facts=FACTS, who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=cast.alice.pk)


def test_a_decision_is_kept_whole(cast: Cast, decision: Decision, stored: StoredDecision) -> None:
    stored.refresh_from_db()
    assert (stored.question, stored.outcome) == ("gateway", "refused")
    assert (stored.plan, stored.plan_hash) == (decision.plan, decision.plan_hash)
    assert stored.engine_version == decision.engine_version
    assert (stored.actor, stored.apprenticeship) == (cast.ada.pk, cast.alice.pk)
    body = DecisionBody.objects.get(decision=stored)
    assert body.body["facts"]["start"] == "2024-07-08"
    assert stored.digest == salted(body.salt, body.body)


def test_its_findings_come_back_as_they_were_given(decision: Decision, stored: StoredDecision) -> None:
    kept = findings(stored)
    assert [(f.rule, f.verdict, f.because, f.clause) for f in kept] == [
        (f.rule, f.verdict, f.because, f.clause) for f in decision.findings
    ]


def test_asked_again_it_gives_the_same(plan: Plan, decision: Decision, stored: StoredDecision) -> None:
    again = ask_again(StoredDecision.objects.get(pk=stored.pk), plan)
    assert again == decision


def test_asked_again_with_a_changed_plan_it_is_refused(plan: Plan, stored: StoredDecision) -> None:
    with pytest.raises(Refused, match="not the one this decision was made by"):
        ask_again(stored, replace(plan, hash="0" * 64))


def test_asked_again_with_another_plan_it_is_refused(stored: StoredDecision) -> None:
    with pytest.raises(Refused, match="not the one this decision was made by"):
        ask_again(stored, catalogue.plan("ST1379-1.0"))


def test_a_decision_under_a_policy_is_asked_again_with_that_policy_only(cast: Cast) -> None:
    name = catalogue.policy_names()[0]
    policy = catalogue.policy(name)
    plan = catalogue.plan(policy.plan)
    facts: dict[str, Any] = {"components": {}}
    made = ask("grade-overall", plan, facts, policy)
    stored = keep(made, facts=facts, who=SYSTEM)
    assert stored.policy_hash == policy.hash
    assert ask_again(stored, plan, policy) == made
    with pytest.raises(Refused):
        ask_again(stored, plan)


def test_a_version_whose_plan_is_not_held_is_decided_and_kept_too(cast: Cast) -> None:
    held_not = catalogue.plan("ST1379-1.2")
    made = ask("gateway", held_not, FACTS)
    stored = keep(made, facts=FACTS, who=SYSTEM)
    assert ask_again(stored, held_not) == made


def test_keeping_a_decision_is_logged_without_its_facts(cast: Cast, stored: StoredDecision) -> None:
    entry = LogEntry.objects.get(verb="decision.stored")
    assert entry.subject == str(stored.pk)
    assert entry.details == {
        "at": stored.at.isoformat(timespec="microseconds"),
        "question": "gateway",
        "outcome": "refused",
        "plan": "ST1379-1.1",
        "plan_hash": stored.plan_hash,
        "policy_hash": "",
        "engine_version": stored.engine_version,
        "digest": stored.digest,
    }
    assert not LogPersonal.objects.filter(entry=entry).exists()


def test_erased_facts_leave_the_decision_and_the_chain_whole(stored: StoredDecision, plan: Plan) -> None:
    DecisionBody.objects.filter(decision=stored).delete()
    stored = StoredDecision.objects.get(pk=stored.pk)
    assert findings(stored) == ()
    with pytest.raises(Refused, match="erased"):
        ask_again(stored, plan)
    assert verify() == []


@pytest.fixture
def open_question(cast: Cast) -> StoredDecision:
    """A decision in which the sources leave the answer to a person."""
    decision = Decision("gateway", "needs-ruling", (), "ST0000-1.0", "a" * 64, "1")
    return keep(decision, facts={}, who=SYSTEM, apprenticeship=cast.alice.pk)


def test_a_person_rules_where_the_sources_leave_it_open(cast: Cast, open_question: StoredDecision) -> None:
    ada = as_actor(cast.ada, Role.ADMINISTRATOR)
    ruling = rule_on(open_question, who=ada, allowed=True, reason="  The sources agree in substance. ")
    assert (ruling.by, ruling.allowed, ruling.reason) == (cast.ada.pk, True, "The sources agree in substance.")
    entry = LogEntry.objects.get(verb="decision.ruled")
    assert entry.apprenticeship == cast.alice.pk
    assert "substance" not in str(entry.details)
    assert LogPersonal.objects.get(entry=entry).body == {"reason": "The sources agree in substance."}


def test_a_clear_decision_cannot_be_ruled_away(cast: Cast, stored: StoredDecision) -> None:
    with pytest.raises(Refused, match="needs a ruling"):
        rule_on(stored, who=as_actor(cast.ada), allowed=True, reason="I would like it to be so.")


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_ruling_has_a_reason(cast: Cast, open_question: StoredDecision, reason: str) -> None:
    with pytest.raises(Refused, match="reason"):
        rule_on(open_question, who=as_actor(cast.ada), allowed=True, reason=reason)


def test_a_ruling_stands_and_is_not_made_twice(cast: Cast, open_question: StoredDecision) -> None:
    rule_on(open_question, who=as_actor(cast.ada), allowed=True, reason="The sources agree.")
    with pytest.raises(Refused, match="ruled on already"):
        rule_on(open_question, who=as_actor(cast.abel), allowed=False, reason="They do not.")
    assert open_question.rulings.get().allowed


def test_a_ruling_carried_to_a_later_decision_stays_whose_it_was(cast: Cast, open_question: StoredDecision) -> None:
    made = rule_on(open_question, who=as_actor(cast.ada), allowed=False, reason="They do not.")
    later = keep(Decision("gateway", "needs-ruling", (), "ST0000-1.0", "a" * 64, "1"), facts={}, who=SYSTEM)
    carried = carry_ruling(made, to=later, who=as_actor(cast.abel))
    assert (carried.by, carried.at, carried.allowed, carried.reason) == (cast.ada.pk, made.at, False, made.reason)
    entry = LogEntry.objects.get(verb="decision.ruled", subject=str(later.pk))
    assert (entry.actor, entry.details["carried_from"]) == (cast.abel.pk, str(open_question.pk))


def test_the_system_does_not_rule(open_question: StoredDecision) -> None:
    with pytest.raises(Refused, match="person"):
        rule_on(open_question, who=SYSTEM, allowed=True, reason="So.")
