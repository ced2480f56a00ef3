# ruff: noqa: RUF009 - ``fact`` makes a dataclass field
"""The facts of each question, typed. ``None`` is unknown; another default is what leaving the fact out means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from touchstone.rules.facts.parts import (
    Break,
    Component,
    Item,
    Member,
    Part,
    Qualification,
    Question,
    a_ksb,
    a_method,
    breaks,
    component,
    items,
    members,
    parts,
    qualification,
    questions,
)
from touchstone.rules.facts.readers import (
    a_date,
    amount,
    an_instant,
    date_or_instant,
    fact,
    list_of,
    mapping_of,
    one_of,
    one_of_words,
    text,
    whole,
    yes_no,
)
from touchstone.rules.facts.words import Words


@dataclass(frozen=True, slots=True)
class StartFacts:
    start: dt.date | None = fact(a_date)
    funding: str | None = fact(one_of("public", "private"))


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """``yes_no`` and ``levels`` hold what the plan's own rules ask for (photo ID, a showcase, an ICT level …)."""

    date: dt.date | None = fact(a_date)
    start: dt.date | None = fact(a_date)
    date_of_birth: dt.date | None = fact(a_date)
    withdrawals: tuple[Break, ...] = fact(breaks, otherwise=())
    breaks: tuple[Break, ...] = fact(breaks, otherwise=())
    english: Qualification | None = fact(qualification)
    maths: Qualification | None = fact(qualification)
    english_maths_choice_recorded: bool = fact(yes_no, otherwise=False)
    dispensations: tuple[str, ...] = fact(list_of(one_of_words("dispensations")), otherwise=())
    yes_no: Mapping[str, bool] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    items: tuple[Item, ...] | None = fact(items)


@dataclass(frozen=True, slots=True)
class BookingFacts:
    method: str | None = fact(a_method)
    date: dt.date | None = fact(a_date)
    notice_given: dt.date | None = fact(a_date)
    gateway_confirmed: dt.date | None = fact(a_date)
    portfolio_received: dt.date | None = fact(a_date)
    other_result_known: bool = fact(yes_no, otherwise=False)
    short_notice_agreed: bool = fact(yes_no, otherwise=False)


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    session_at: dt.date | dt.datetime | None = fact(date_or_instant)
    recorded_at: dt.date | dt.datetime | None = fact(date_or_instant)
    gateway_confirmed_at: dt.datetime | None = fact(an_instant)
    minutes: int | None = fact(amount)
    has_video: bool | None = fact(yes_no)
    mentor_visible: bool | None = fact(yes_no)
    mentee_visible: bool | None = fact(yes_no)
    setting: str | None = fact(one_of("one-to-one", "group"))
    genuine: bool | None = fact(yes_no)


@dataclass(frozen=True, slots=True)
class ConductFacts:
    method: str | None = fact(a_method)
    parts: tuple[Part, ...] | None = fact(parts)
    questions: tuple[Question, ...] | None = fact(questions)
    not_observed: tuple[str, ...] | None = fact(list_of(a_ksb))


@dataclass(frozen=True, slots=True)
class GradeMethodFacts:
    method: str | None = fact(a_method)
    marks: Mapping[str, str] | None = fact(mapping_of(text, one_of("met", "not-met")))
    points: tuple[int, ...] | None = fact(list_of(whole))
    recorded_grade: str | None = fact(one_of_words("component_grades"))


@dataclass(frozen=True, slots=True)
class GradeOverallFacts:
    components: Mapping[str, Component] | None = fact(mapping_of(a_method, component))
    repeated: tuple[str, ...] = fact(list_of(a_method), otherwise=())
    exceptional_circumstances: bool = fact(yes_no, otherwise=False)


def asked_for(value: object, words: Words) -> bool | dt.date:
    """Whether an extension was asked for, or the day it was."""
    return value if isinstance(value, bool) else a_date(value, words)


@dataclass(frozen=True, slots=True)
class RepeatFacts:
    kind: str | None = fact(one_of("resit", "retake"))
    method: str | None = fact(a_method)
    component_grade: str | None = fact(one_of_words("component_grades"))
    overall_grade: str | None = fact(one_of_words("overall_grades"))
    employer_agrees: bool | None = fact(yes_no)
    further_learning: bool | None = fact(yes_no)
    outcome_notified: dt.date | None = fact(a_date)
    date: dt.date | None = fact(a_date)
    requested: bool | dt.date = fact(asked_for, otherwise=False)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    overall: str | None = fact(one_of_words("all_grades"))
    lars_code: int | None = fact(amount)
    learner_status: str | None = fact(one_of("continuing", "complete", "withdrawn", "paused"))
    confirmed_version: str | None = fact(text)
    achievement_date: dt.date | None = fact(a_date)
    today: dt.date | None = fact(a_date)
    uln: str | None = fact(text)
    permission: bool | None = fact(yes_no)


@dataclass(frozen=True, slots=True)
class AssessorFacts:
    relations: tuple[str, ...] | None = fact(
        list_of(one_of("trained", "employed", "line-managed", "mentored", "family", "none"))
    )
    standard_approved: bool | None = fact(yes_no)


@dataclass(frozen=True, slots=True)
class AppealPanelFacts:
    members: tuple[Member, ...] | None = fact(members)
