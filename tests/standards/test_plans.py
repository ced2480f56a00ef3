"""What the published plans say: counts and figures anybody can compare with the documents."""

from __future__ import annotations

import datetime as dt
from typing import Any

import holidays
import pytest

from touchstone.standards import catalogue
from touchstone.standards.check.folder import check_folder
from touchstone.standards.folder import shipped
from touchstone.standards.kinds import Kind, kinds
from touchstone.standards.model import Plan, PlanNotHeld

MENTOR, RETIRED = "ST1379-1.1", "ST0148-1.0"


def plan(plan_id: str) -> Plan:
    found = catalogue.plan(plan_id)
    assert isinstance(found, Plan)
    return found


def kind(plan_id: str, rule_id: str, method: str | None = None) -> Kind:
    return next(rule.kind for rule in plan(plan_id).rules if (rule.id, rule.method) == (rule_id, method))


def test_everything_published_passes_every_check_and_is_locked() -> None:
    assert check_folder(shipped()) == []


def test_the_catalogue_knows_a_version_whose_plan_is_not_held() -> None:
    assert catalogue.plan_ids() == ("ST0148-1.0", "ST1379-1.0", "ST1379-1.1", "ST1379-1.2")
    found = catalogue.plan("ST1379-1.2")
    assert isinstance(found, PlanNotHeld)
    assert len(found.ksbs) == 35


@pytest.mark.parametrize(
    ("version", "earliest", "latest"),
    [
        ("1.0", dt.date(2023, 3, 1), dt.date(2023, 9, 11)),
        ("1.1", dt.date(2023, 9, 12), dt.date(2024, 8, 1)),
        ("1.2", dt.date(2024, 8, 2), None),
    ],
)
def test_versions_take_starts_between_the_dates_of_the_feed(version: str, earliest: dt.date, latest: dt.date) -> None:
    found = next(v for v in catalogue.standard("ST1379").versions if v.version == version)
    assert (found.earliest_start, found.latest_start) == (earliest, latest)


def test_every_ksb_is_assessed_by_exactly_one_method() -> None:
    methods = plan(MENTOR).methods
    assert [len(method.ksbs) for method in methods] == [18, 17]
    assert sorted(methods[0].ksbs + methods[1].ksbs) == sorted(ksb.code for ksb in plan(MENTOR).ksbs)


def test_the_theme_monitoring_has_no_distinction_criterion_in_either_method() -> None:
    for method in plan(MENTOR).methods:
        monitoring = next(theme for theme in method.themes if theme.name == "Monitoring")
        assert [criterion.grade for criterion in monitoring.criteria if criterion.grade == "distinction"] == []


@pytest.mark.parametrize(
    ("plan_id", "rule_id", "method", "figures"),
    [
        (MENTOR, "gateway.minimum-duration", None, {"months": 12, "funding_months": 8}),
        (MENTOR, "portfolio.item-count", None, {"minimum": 10, "maximum": 16}),
        (MENTOR, "portfolio.two-mentees", None, {"minimum": 2}),
        (MENTOR, "booking.notice", "observation", {"days": 14, "waivable": False}),
        (MENTOR, "booking.notice", "discussion", {"days": 14, "waivable": True}),
        (MENTOR, "booking.portfolio-review", "discussion", {"days": 14}),
        (MENTOR, "booking.assessment-period", None, {"months": 3}),
        (MENTOR, "recording.length", None, {"minutes": 30}),
        (MENTOR, "conduct.sessions", "observation", {"part": "live-session", "count": 1}),
        (MENTOR, "conduct.recordings", "observation", {"count": 2, "minutes_each": 30}),
        (MENTOR, "conduct.total-time", "observation", {"minimum": 120, "maximum": 132}),
        (MENTOR, "conduct.session-time", "observation", {"minimum": 30, "maximum": None}),
        (MENTOR, "conduct.questioning-time", "observation", {"minimum": 30, "maximum": None, "required": True}),
        (MENTOR, "conduct.question-count", "observation", {"minimum": 5}),
        (MENTOR, "conduct.total-time", "discussion", {"minimum": 60, "maximum": 66}),
        (MENTOR, "conduct.question-count", "discussion", {"minimum": 8}),
        (MENTOR, "overall.repeat-cap", None, {"grade": "pass"}),
        (MENTOR, "repeat.typical-time", None, {"resit_months": 2, "retake_months": 3, "extension_months": 0}),
        (MENTOR, "repeat.time-limit", None, {"months": 6}),
        (RETIRED, "gateway.minimum-duration", None, {"months": 12}),
        (RETIRED, "gateway.ict", None, {"fact": "ict_level", "level": 2}),
        (RETIRED, "gateway.safeguarding", None, {"fact": "safeguarding_level", "level": 1}),
        (RETIRED, "conduct.sessions", "observation", {"part": "live-session", "count": 2}),
        (RETIRED, "conduct.learners", "observation", {"count": 2}),
        (RETIRED, "conduct.total-time", "observation", {"counts": ("live-session",), "minimum": 120, "maximum": 120}),
        (RETIRED, "conduct.questioning-time", "observation", {"maximum": 12, "required": False}),
        (RETIRED, "conduct.total-time", "discussion", {"minimum": None, "maximum": 60}),
        (RETIRED, "grade.no-zero", "observation", {"fails": True}),
        (RETIRED, "grade.points-pass", "observation", {"criteria_at_top": 11, "min_weighted": 54}),
        (RETIRED, "grade.points-distinction", "observation", {"criteria_at_top": 14, "min_weighted": 60}),
        (RETIRED, "grade.points-pass", "discussion", {"criteria_at_top": None, "min_weighted": None}),
        (RETIRED, "grade.points-distinction", "discussion", {"criteria_at_top": None, "min_weighted": None}),
        (RETIRED, "grade.no-zero", "discussion", {"fails": None}),
        (RETIRED, "overall.points", None, {"grade": "distinction", "minimum": 90, "otherwise": "pass"}),
    ],
)
def test_a_rule_has_the_figures_of_its_source(
    plan_id: str, rule_id: str, method: str | None, figures: dict[str, Any]
) -> None:
    found = kind(plan_id, rule_id, method)
    assert {name: getattr(found, name) for name in figures} == figures


def test_only_what_a_source_calls_typical_or_should_warns() -> None:
    warns = {rule.id for rule in plan(MENTOR).rules if rule.force == "should"}
    assert warns == {
        "portfolio.item-count",
        "portfolio.two-mentees",
        "portfolio.coverage",
        "portfolio.employer-contribution",
        "booking.assessment-period",
        "repeat.typical-time",
    }
    assert {rule.id for rule in plan(RETIRED).rules if rule.force == "should"} == set()


@pytest.mark.parametrize(
    ("plan_id", "gateway"),
    [
        (MENTOR, "minimum-duration photo-id portfolio mapping-form english-maths-declaration english maths employer"),
        (RETIRED, "minimum-duration english maths ict safeguarding showcase employer"),
    ],
)
def test_gateway_asks_for_exactly_these(plan_id: str, gateway: str) -> None:
    ids = {rule.id for rule in plan(plan_id).rules if rule.id.startswith("gateway.")}
    assert ids == {f"gateway.{name}" for name in gateway.split()}


def test_the_retired_plan_is_silent_where_no_source_speaks() -> None:
    assert set(plan(RETIRED).silent) == {"portfolio", "booking", "recording", "repeat"}
    assert plan(MENTOR).silent == {}


def test_merit_is_a_grade_of_one_standard_only() -> None:
    assert "merit" in plan(MENTOR).overall_grades
    assert "merit" not in plan(RETIRED).overall_grades


def test_dispensations_have_their_ends_and_no_invented_beginnings() -> None:
    found = {d.id: (d.waives, d.valid_from, d.valid_to) for d in plan(RETIRED).dispensations}
    assert found == {
        "D-ICT": ("gateway.ict", None, dt.date(2024, 7, 28)),
        "D-SPEC": (None, None, dt.date(2024, 7, 28)),
        "D-COVID": (None, None, dt.date(2022, 6, 30)),
    }


@pytest.mark.parametrize("plan_id", ["ST0148-1.0", "ST1379-1.0", "ST1379-1.1"])
def test_everything_a_plan_says_names_a_document_there_is(plan_id: str) -> None:
    found = plan(plan_id)
    sources = [source for rule in found.rules for source in (rule.source, *rule.also)]
    sources += [method.source for method in found.methods]
    sources += [entry.source for entry in (*found.unset, *found.silent.values())]
    sources += [dispensation.source for dispensation in found.dispensations]
    sources += [statement.source for statement in found.statements]
    assert {source.document for source in sources} <= set(found.documents)
    assert all(source.section for source in sources)


@pytest.mark.parametrize("plan_id", ["ST0148-1.0", "ST1379-1.0", "ST1379-1.1"])
def test_rules_all_plans_share_come_with_every_plan(plan_id: str) -> None:
    shared = {rule.id for rule in plan(plan_id).rules if rule.shared}
    assert shared == {
        "assessor.independent",
        "assessor.approved",
        "appeal.no-original-decider",
        "appeal.independent-member",
        *(f"certificate.{name}" for name in ("grade", "standard", "version", "learner", "date", "uln", "permission")),
    }


def test_every_kind_is_used_by_some_plan_or_policy() -> None:
    plans = [plan(plan_id) for plan_id in (MENTOR, RETIRED)]
    used = {type(rule.kind) for found in plans for rule in (*found.rules, *found.standard.rules)}
    assert {name for name, cls in kinds().items() if cls not in used} == set()


@pytest.mark.parametrize("year", range(2019, 2029))
def test_bank_holidays_are_those_of_england(year: int) -> None:
    england = holidays.country_holidays("GB", subdiv="ENG", years=year)
    weekdays = {day for day in england if day.weekday() < 5}
    assert {day for day in plan(MENTOR).holidays if day.year == year} == weekdays


def test_policies_cite_document_page_and_who_entered_them() -> None:
    for name in catalogue.policy_names():
        policy = catalogue.policy(name)
        assert policy.entered_by
        assert all(rule.source.page and rule.source.document in policy.documents for rule in policy.rules)


def test_a_name_there_is_not_is_answered_with_the_nearest_there_is() -> None:
    with pytest.raises(catalogue.NotFound, match=r"no plan 'ST1379-1.9'; did you mean ST1379-1"):
        catalogue.plan("ST1379-1.9")
    with pytest.raises(catalogue.NotFound, match="no standard 'ST1397'; did you mean ST1379"):
        catalogue.standard("ST1397")
    with pytest.raises(catalogue.NotFound, match="no policy 'nothing like it'; there are example-"):
        catalogue.policy("nothing like it")


def test_a_plan_keeps_its_hash_and_two_plans_have_two() -> None:
    again = catalogue.Catalogue(shipped())
    assert again.plan(MENTOR) == plan(MENTOR)
    assert plan("ST1379-1.0").hash != plan("ST1379-1.1").hash
