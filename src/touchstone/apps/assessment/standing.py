"""Where a record stands: whether each recording counts, how it was carried out, what it comes to so far."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from touchstone import rules
from touchstone.apps.assessment import answers
from touchstone.apps.assessment.answers import Answer
from touchstone.apps.assessment.facts import Facts, conduct_facts, grade_facts, recording_facts
from touchstone.apps.assessment.models import Part, Record
from touchstone.apps.assessment.plan_words import PART_KINDS
from touchstone.apps.assessment.sheets import Sheet, asked_in
from touchstone.apps.plans.queries import deciding
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import Decision
from touchstone.standards.model import Plan, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet(Sheet):
    """The sheet of a record, with its rows."""

    record: Record
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Standing:
    """The answers about a record. ``recordings`` are in the order of the record's; ``policy``: the one they rest on."""

    recordings: tuple[tuple[Part, Answer], ...]
    conduct: Answer
    grade: Answer
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A decision asked just now with the facts it was asked on, so that it can be kept."""

    decision: Decision
    facts: Facts


@dataclass(frozen=True, slots=True)
class Judged:
    """All decisions about a sheet, asked just now."""

    recordings: tuple[tuple[Part, AskedOf], ...]
    conduct: AskedOf
    grade: AskedOf


def sheet_of(record: Record) -> RecordSheet:
    """Raises Refused where the plan is not at hand any more: nothing could be booked without one."""
    one = record.apprenticeship
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    if not isinstance(plan, Plan):
        raise Refused(plan.why or f"The assessment plan of {plan.id} is not held here.")
    return RecordSheet(
        record=record,
        plan=plan,
        policy=policy,
        method=plan.method(record.booking.method),
        parts=sorted(record.parts.all(), key=lambda part: (list(PART_KINDS).index(part.kind), part.order)),
        questions=None if record.questions is None else asked_in(record.questions),
        not_observed=record.not_observed,
        recorded_grade=record.recorded_grade,
        marks={mark.criterion: mark for mark in record.marks.all()},
    )


def judge(sheet: RecordSheet, gateway_confirmed_at: dt.datetime | None) -> Judged:
    """Ask everything about ``sheet``. A recording that is refused is no part of what took place."""

    def ask(question: str, facts: Facts) -> AskedOf:
        return AskedOf(rules.ask(question, sheet.plan, facts, sheet.policy), facts)

    recordings = tuple(
        (part, ask("recording", recording_facts(part, gateway_confirmed_at)))
        for part in sheet.parts
        if part.kind == "recording"
    )
    refused = {part.pk for part, asked in recordings if asked.decision.outcome == "refused"}
    counting = [part for part in sheet.parts if part.pk not in refused]
    return Judged(
        recordings=recordings,
        conduct=ask("conduct", conduct_facts(sheet, counting)),
        grade=ask("grade-method", grade_facts(sheet)),
    )


def standing_of(sheet: RecordSheet, gateway_confirmed_at: dt.datetime | None) -> Standing:
    """The stored answers of a completed record; asked just now while it is open."""
    record = sheet.record
    if record.state == Record.State.OPEN:
        judged = judge(sheet, gateway_confirmed_at)
        return Standing(
            recordings=tuple((part, answers.fresh(asked.decision)) for part, asked in judged.recordings),
            conduct=answers.fresh(judged.conduct.decision),
            grade=answers.fresh(judged.grade.decision),
            policy=sheet.policy,
        )
    recordings = [part for part in sheet.parts if part.decision]
    kept = answers.stored([record.conduct_decision, record.grade_decision, *(part.decision for part in recordings)])
    return Standing(
        recordings=tuple((part, kept[part.decision]) for part in recordings if part.decision),
        conduct=kept[_set(record.conduct_decision)],
        grade=kept[_set(record.grade_decision)],
        policy=answers.policy_behind(kept[_set(record.grade_decision)]),  # all were asked at one moment
    )


def _set(decision: uuid.UUID | None) -> uuid.UUID:
    """Every completed record has its decisions."""
    if decision is None:
        raise ValueError("a completed record without its decision")
    return decision
