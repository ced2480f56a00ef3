"""Situations for the laws: valid facts of every question, as plain data, many of them odd and with keys left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from touchstone.rules.facts.parts import EVIDENCE_TYPES
from touchstone.rules.facts.words import GRADES, words_of
from touchstone.standards.kinds import ThresholdsKnown
from touchstone.standards.model import Method, Plan

Facts = dict[str, Any]
yes_no = st.booleans()
dates = st.dates(dt.date(2022, 12, 1), dt.date(2026, 12, 31)) | st.sampled_from(
    [dt.date(2024, 2, 29), dt.date(2025, 2, 28), dt.date(2025, 8, 31), dt.date(2025, 2, 11)]
)
instants = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 12, 31))  # noqa: DTZ001 - UK time
minutes = st.integers(0, 140) | st.sampled_from([29, 30, 60, 120, 132])


def record(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    return st.fixed_dictionaries({}, optional=keys)


def some(things: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(things, max_size=most)


def one(words: tuple[str, ...] | frozenset[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(words))


def situations(question: str, plan: Plan) -> st.SearchStrategy[Facts]:
    """Valid facts for ``question`` of ``plan``."""
    words = words_of(plan)
    methods = tuple(method.id for method in plan.methods)
    method, component = one(methods), one(plan.component_grades)
    ksbs = some(one(words.ksbs or frozenset()))
    level = record(level=st.sampled_from([1, 2, "E3", "none"]), route=st.sampled_from(["standard", "ehc-plan", "bsl"]))
    theme: Facts = {"theme": one(words.themes)} if words.themes else {}
    match question:
        case "start":
            return record(start=dates, funding=st.sampled_from(["public", "private"]))
        case "gateway":
            own: Facts = dict.fromkeys(words.yes_no, yes_no) | {fact: st.integers(0, 4) for fact in words.levels}
            own |= dict.fromkeys(words.subjects, level)
            own |= {"dispensations": some(one(words.dispensations))} if words.dispensations else {}
            return record(
                date=dates,
                start=dates,
                date_of_birth=st.dates(dt.date(2000, 1, 1), dt.date(2008, 12, 31)),
                breaks=some(st.tuples(dates, st.integers(0, 90)).map(a_break)),
                withdrawals=some(st.tuples(dates, st.integers(0, 90)).map(a_break), most=2),
                english_maths_choice_recorded=yes_no,
                **own,
            )
        case "portfolio":
            item = record(
                type=st.sampled_from(EVIDENCE_TYPES),
                ksbs=some(one(frozenset({*(words.ksbs or ()), "K99"}))),
                mentee=st.sampled_from(["A", "B", 3]),
                anonymised=yes_no,
                contribution=st.sampled_from(["observation", "opinion"]),
            )
            return record(items=some(item, 18))
        case "booking":
            return record(
                method=method,
                date=dates,
                notice_given=dates,
                gateway_confirmed=dates,
                portfolio_received=dates,
                other_result_known=yes_no,
                short_notice_agreed=yes_no,
            )
        case "recording":
            when = instants | dates
            return record(
                session_at=when,
                recorded_at=when,
                gateway_confirmed_at=instants,
                minutes=minutes,
                has_video=yes_no,
                mentor_visible=yes_no,
                mentee_visible=yes_no,
                setting=st.sampled_from(["one-to-one", "group"]),
                genuine=yes_no,
            )
        case "conduct":
            kind = {"kind": one(words.parts)}
            rest = {"date": dates, "minutes": minutes, "learner": st.sampled_from(["A", "B"]), "genuine": yes_no}
            sort = {"kind": st.sampled_from(["set", "unobserved", "clarifying", "follow-up"])}
            return record(
                method=method,
                parts=some(st.fixed_dictionaries(kind, optional=rest), 7),
                questions=some(st.fixed_dictionaries(sort, optional={"ksbs": ksbs, **theme}), 10),
                not_observed=ksbs,
            )
        case "grade-method":
            return st.sampled_from(plan.methods).flatmap(lambda method: sheets(method, plan))
        case "grade-overall":
            results = {
                m.id: record(grade=component, **({"points": st.integers(-2, 70)} if m.points else {}))
                for m in plan.methods
            }
            return record(components=record(**results), repeated=some(method), exceptional_circumstances=yes_no)
        case "repeat":
            return record(
                kind=st.sampled_from(["resit", "retake"]),
                method=method,
                component_grade=component,
                overall_grade=one(plan.overall_grades),
                employer_agrees=yes_no,
                further_learning=yes_no,
                outcome_notified=dates,
                date=dates,
                requested=yes_no | dates,
            )
        case "certificate":
            return record(
                overall=st.sampled_from(GRADES),
                lars_code=st.sampled_from([403, 694, 9001]),
                learner_status=st.sampled_from(["continuing", "complete", "withdrawn", "paused"]),
                confirmed_version=st.sampled_from(["1.0", "1.1", "2.0"]),
                achievement_date=dates,
                today=dates,
                uln=st.sampled_from(["9276308686", "9999999999"]) | st.text("0123456789", min_size=1, max_size=12),
                permission=yes_no,
            )
        case "assessor":
            ties = ["trained", "employed", "line-managed", "mentored", "family", "none"]
            return record(relations=some(st.sampled_from(ties)), standard_approved=yes_no)
        case _:
            member = record(made_original_decision=yes_no, connected_to_organisation=yes_no)
            return record(members=some(member))


def a_break(first_and_days: tuple[dt.date, int]) -> Facts:
    first, days = first_and_days
    whole = {"from": first, "to": first + dt.timedelta(days=days)}
    return whole if days % 7 else {"from": first}


def sheets(method: Method, plan: Plan) -> st.SearchStrategy[Facts]:
    """Mark sheets of a method, complete and not, with points that can and cannot be."""
    recorded = any(isinstance(rule.kind, ThresholdsKnown) for rule in plan.rules)
    grade: Facts = {"recorded_grade": one(plan.component_grades)} if recorded else {}
    if method.points is None:
        marks = {criterion.id: st.sampled_from(["met", "met", "met", "not-met"]) for criterion in method.criteria}
        sheet: Facts = {"marks": st.fixed_dictionaries(marks) | record(**marks)}
    else:
        sheet = {"points": full(method) | st.lists(st.integers(-1, 4), max_size=method.points.criteria + 2)}
    return st.fixed_dictionaries({}, optional={"method": st.just(method.id), **sheet, **grade})


def full(method: Method) -> st.SearchStrategy[list[int]]:
    """Points for every criterion, most of them high."""
    assert method.points is not None
    high = sorted(method.points.scale)[-2:]
    number = method.points.criteria
    points = st.sampled_from(high) | st.sampled_from(method.points.scale)
    return st.lists(points, min_size=number, max_size=number)
