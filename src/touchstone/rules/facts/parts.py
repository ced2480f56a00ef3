# ruff: noqa: RUF009 - ``fact`` and ``needed`` make dataclass fields
"""The pieces facts are made of: a break, a qualification, a piece of evidence, a part of an assessment …"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touchstone.rules.facts.problems import Wrong
from touchstone.rules.facts.readers import (
    Reader,
    a_date,
    amount,
    code,
    fact,
    list_of,
    needed,
    one_of,
    one_of_words,
    record,
    shown,
    text,
    whole,
    yes_no,
)
from touchstone.rules.facts.words import Words

a_method = one_of_words("methods")

EVIDENCE_TYPES = (
    "workplace-record",
    "mentoring-contract",
    "planning-document",
    "mentoring-log",
    "reflective-log",
    "observation-report",
    "professional-communication",
    "session-recording",
    "witness-statement",
    "other",
    "reflective-account",
    "self-assessment",
)


@dataclass(frozen=True, slots=True)
class Break:
    """A break in learning, both days included. ``last`` is None while its end is not known."""

    first: dt.date = needed(a_date, "from")
    last: dt.date | None = fact(a_date, "to")


def a_break(value: object, words: Words) -> Break:
    read: Break = record(Break, "a break")(value, words)
    if read.last is not None and read.last < read.first:
        raise Wrong.value(f"the break ends ({read.last.isoformat()}) before it begins ({read.first.isoformat()})")
    return read


def a_level(value: object, words: Words) -> int | str:
    """1, 2, "E3" (Entry Level 3) or "none"."""
    if value in ("E3", "none"):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in (1, 2):
        return value
    raise Wrong.value(f"should be the number 1 or 2, or E3, or none, not {shown(value)}")


@dataclass(frozen=True, slots=True)
class Qualification:
    """English or maths. ``level`` is 1, 2, "E3" or "none"."""

    level: int | str | None = fact(a_level)
    route: str | None = fact(one_of("standard", "ehc-plan", "bsl"))


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence in a portfolio."""

    id: str | None = fact(code)
    type: str | None = fact(one_of(*EVIDENCE_TYPES))
    ksbs: tuple[str, ...] | None = fact(list_of(text))
    mentee: str | None = fact(code)
    anonymised: bool | None = fact(yes_no)
    contribution: str | None = fact(one_of("observation", "opinion"))


def a_ksb(value: object, words: Words) -> str:
    """A KSB code of the standard."""
    named = text(value, words)
    if words.ksbs is not None and named not in words.ksbs:
        raise Wrong.value(f"{named} is no KSB of this standard")
    return named


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an assessment as it was held."""

    kind: str = needed(one_of_words("parts"))
    date: dt.date | None = fact(a_date)
    minutes: int | None = fact(amount)
    learner: str | None = fact(code)
    genuine: bool | None = fact(yes_no)


@dataclass(frozen=True, slots=True)
class Question:
    """A question an assessor asked."""

    kind: str = needed(one_of("set", "unobserved", "clarifying", "follow-up"))
    ksbs: tuple[str, ...] | None = fact(list_of(a_ksb))
    theme: str | None = fact(one_of_words("themes"))


@dataclass(frozen=True, slots=True)
class Component:
    """The result of one method. ``points`` are weighted, as they enter the total."""

    grade: str | None = fact(one_of_words("component_grades"))
    points: int | None = fact(whole)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an appeal panel."""

    made_original_decision: bool | None = fact(yes_no)
    connected_to_organisation: bool | None = fact(yes_no)


breaks: Reader[tuple[Break, ...]] = list_of(a_break)
items: Reader[tuple[Item, ...]] = list_of(record(Item, "a piece of evidence"))
parts: Reader[tuple[Part, ...]] = list_of(record(Part, "a part"))
questions: Reader[tuple[Question, ...]] = list_of(record(Question, "a question"))
members: Reader[tuple[Member, ...]] = list_of(record(Member, "a member"))
qualification: Reader[Qualification] = record(Qualification, "a qualification")
component: Reader[Component] = record(Component, "a result")
