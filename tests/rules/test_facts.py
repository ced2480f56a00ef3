from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.rules.plans import held
from tests.rules.test_cases import CASES, name_of
from touchstone.cli.cases import Case
from touchstone.rules import FactsError, UnknownQuestion, ask
from touchstone.rules.facts import read, to_plain
from touchstone.standards import catalogue

LSM, LM, KEEPER = "ST1379-1.1", "ST0148-1.0", "XX0001-2.0"


def faults(question: str, plan: str, facts: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FactsError) as error:
        ask(question, held(plan), facts)
    return {problem.key: problem.message for problem in error.value.problems}


@pytest.mark.parametrize(
    ("question", "plan", "facts", "key", "said"),
    [
        ("booking", LSM, {"date": "2026-02-30"}, "date", "does not exist"),
        ("booking", LSM, {"date": "16/03/2026"}, "date", "like 2026-03-16"),
        ("booking", LSM, {"date": "2026-3-6"}, "date", "like 2026-03-16"),
        ("booking", LSM, {"date": 20260316}, "date", "number 20260316"),
        ("booking", LSM, {"date": "2026-03-16T10:00:00"}, "date", "without a time"),
        ("booking", LSM, {"date": dt.datetime(2026, 3, 16, 10)}, "date", "without a time"),  # noqa: DTZ001
        ("booking", LSM, {"date": None}, "date", "leave the key out"),
        ("booking", LSM, {"date": "0001-01-01"}, "date", "year 1"),
        ("booking", LSM, {"short_notice_agreed": "true"}, "short_notice_agreed", "true or false"),
        ("booking", LSM, {"short_notice_agreed": 1}, "short_notice_agreed", "true or false"),
        ("booking", LSM, {"method": "interview"}, "method", "observation, discussion"),
        ("booking", LSM, {"notice": "2026-03-02"}, "notice", "did you mean notice_given?"),
        ("recording", LSM, {"minutes": 30.5}, "minutes", "whole number"),
        ("recording", LSM, {"minutes": True}, "minutes", "whole number"),
        ("recording", LSM, {"minutes": "30"}, "minutes", "whole number"),
        ("recording", LSM, {"minutes": -1}, "minutes", "less than 0"),
        ("recording", LSM, {"gateway_confirmed_at": "2026-03-10"}, "gateway_confirmed_at", "time of day"),
        ("recording", LSM, {"gateway_confirmed_at": dt.date(2026, 3, 10)}, "gateway_confirmed_at", "time of day"),
        ("recording", LSM, {"session_at": "2026-02-30"}, "session_at", "does not exist"),
        ("recording", LSM, {"session_at": "2026-03-10T25:00:00"}, "session_at", "does not exist"),
        ("recording", LSM, {"setting": "pair"}, "setting", "one-to-one, group"),
        ("gateway", LSM, {"breaks": [{"from": "2025-01-02", "to": "2025-01-01"}]}, "breaks[1]", "before it begins"),
        ("gateway", LSM, {"breaks": [{"to": "2025-01-01"}]}, "breaks[1].from", "missing"),
        ("gateway", LSM, {"breaks": {"from": "2025-01-01"}}, "breaks", "a list"),
        ("gateway", LSM, {"english": {"level": "2"}}, "english.level", "number 1 or 2"),
        ("gateway", LSM, {"english": {"level": True}}, "english.level", "number 1 or 2"),
        ("gateway", LSM, {"maths": 2}, "maths", "a mapping"),
        ("gateway", LSM, {"ict_level": 2}, "ict_level", "not a fact of this plan"),
        ("gateway", LSM, {"showcase": True}, "showcase", "not a fact of this plan"),
        ("gateway", LSM, {"dispensations": ["D-ICT"]}, "dispensations[1]", "this plan has none"),
        ("gateway", LM, {"photo_id": True}, "photo_id", "not a fact of this plan"),
        ("gateway", LM, {"dispensations": ["D-IT"]}, "dispensations[1]", "did you mean D-ICT?"),
        ("gateway", KEEPER, {"photo_id": True}, "photo_id", "not a fact of this plan"),
        ("gateway", KEEPER, {"english": {"level": 2}}, "english", "not a fact of this plan"),
        ("gateway", KEEPER, {"oil_licence": 1}, "oil_licence", "true or false"),
        ("portfolio", LSM, {"items": [{"type": "essay"}]}, "items[1].type", "known are"),
        ("portfolio", LSM, {"items": [{"id": 1}, {"id": 1.5}]}, "items[2].id", "text"),
        ("portfolio", LSM, {"items": [{"ksbs": "K1"}]}, "items[1].ksbs", "a list"),
        ("conduct", LSM, {"parts": [{"kind": "live"}]}, "parts[1].kind", "known are live-session"),
        ("conduct", LSM, {"parts": [{"minutes": 30}]}, "parts[1].kind", "missing"),
        ("conduct", LSM, {"questions": [{"kind": "set", "theme": "Teaching"}]}, "questions[1].theme", "known"),
        ("conduct", LM, {"questions": [{"kind": "set", "theme": "Communication"}]}, "questions[1].theme", "none"),
        ("conduct", LSM, {"not_observed": ["K17"]}, "not_observed[1]", "no KSB"),
        ("grade-method", LSM, {"method": "observation", "points": [2]}, "points", "marks by criteria"),
        ("grade-method", LSM, {"recorded_grade": "pass"}, "recorded_grade", "not a fact of this plan"),
        ("grade-method", LSM, {"method": "observation", "marks": {"O-P8": "met"}}, "marks.O-P8", "no criterion"),
        ("grade-method", LSM, {"method": "observation", "marks": {"D-P1": "met"}}, "marks.D-P1", "no criterion"),
        ("grade-method", LSM, {"marks": {"O-P1": True}}, "marks.O-P1", "met, not-met"),
        ("grade-method", LM, {"method": "observation", "marks": {"O-P1": "met"}}, "marks", "marks by points"),
        ("grade-method", LM, {"points": [2, "1"]}, "points[2]", "whole number"),
        ("grade-method", LM, {"recorded_grade": "merit"}, "recorded_grade", "known are"),
        ("grade-overall", LSM, {"components": {"observation": {"points": 5}}}, "components.observation.points", "plan"),
        ("grade-overall", LSM, {"components": {"observation": {"grade": "merit"}}}, "components.observation.grade", ""),
        ("grade-overall", LSM, {"components": {"exam": {"grade": "pass"}}}, "components.exam", "known are"),
        ("grade-overall", LSM, {"components": {"observation": "pass"}}, "components.observation", "a mapping"),
        ("certificate", LSM, {"uln": 9276308686}, "uln", "in quotes"),
        ("certificate", LSM, {"confirmed_version": 1.1}, "confirmed_version", "in quotes"),
        ("certificate", LSM, {"lars_code": "694"}, "lars_code", "whole number"),
        ("certificate", LSM, {"overall": "undetermined"}, "overall", "known are"),
        ("assessor", LSM, {"relations": "none"}, "relations", "a list"),
        ("assessor", LSM, {"relations": ["friend"]}, "relations[1]", "known are"),
        ("appeal-panel", LSM, {"members": [{"made_original_decision": "no"}]}, "members[1].made_original_decision", ""),
        ("repeat", LM, {"component_grade": "merit"}, "component_grade", "known are"),
        ("start", LM, {"funding": "mixed"}, "funding", "public, private"),
    ],
)
def test_a_fact_that_is_none_is_refused_by_its_key(
    question: str, plan: str, facts: dict[str, Any], key: str, said: str
) -> None:
    found = faults(question, plan, facts)
    assert list(found) == [key]
    assert said in found[key]


def test_two_pieces_with_one_id_are_both_named() -> None:
    assert set(faults("portfolio", LSM, {"items": [{"id": 1}, {"id": "1"}]})) == {"items[1].id", "items[2].id"}


def test_all_faults_are_named_at_once() -> None:
    facts = {"method": "x", "date": 1, "minutes": 2, "gateway_confirmed": "2026-01-01T00:00:00"}
    assert set(faults("booking", LSM, facts)) == set(facts)


def test_a_question_a_plan_is_silent_on_still_refuses_facts_it_does_not_have() -> None:
    assert list(faults("repeat", LM, {"dae": "2026-03-16"})) == ["dae"]


def test_a_plan_that_is_not_held_still_refuses_facts_no_plan_has() -> None:
    with pytest.raises(FactsError, match="mark: is not a fact"):
        ask("grade-method", catalogue.plan("ST1379-1.2"), {"mark": {}})


def test_an_unknown_question_names_those_there_are() -> None:
    with pytest.raises(UnknownQuestion, match="grade-method"):
        ask("grade", held(LSM), {})


def test_real_values_and_iso_text_are_the_same_facts() -> None:
    text = {"method": "observation", "date": "2026-03-16", "notice_given": "2026-03-02"}
    real = {"method": "observation", "date": dt.date(2026, 3, 16), "notice_given": dt.date(2026, 3, 2)}
    assert ask("booking", held(LSM), text) == ask("booking", held(LSM), real)


@pytest.mark.parametrize("moment", ["2026-03-09T10:00", "2026-03-09 10:00:00", "2026-03-09T10:00:00Z"])
def test_instants_may_leave_out_seconds_or_name_a_zone(moment: str) -> None:
    facts = {"gateway_confirmed_at": "2026-03-09T09:00:00", "session_at": moment, "recorded_at": moment}
    decision = ask("recording", held(LSM), facts)
    assert "recording.after-gateway" not in decision.blockers


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_stored_facts_can_be_asked_again(case: Case) -> None:
    plan = catalogue.plan(case.plan)
    stored = json.loads(json.dumps(to_plain(read(case.ask, plan, case.facts))))
    policy = catalogue.policy(case.policy) if case.policy else None
    assert ask(case.ask, plan, stored, policy) == ask(case.ask, plan, case.facts, policy)
