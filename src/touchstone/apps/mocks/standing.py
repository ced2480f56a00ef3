"""The sheet of a mock, and what the plan's own rules say of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from touchstone import rules
from touchstone.apps.assessment import answers
from touchstone.apps.assessment.facts import conduct_facts, grade_facts
from touchstone.apps.assessment.plan_words import PART_KINDS
from touchstone.apps.assessment.sheets import HeldPart, Judgement, NumberedPart, Sheet, asked_in
from touchstone.apps.assessment.standing import Standing
from touchstone.apps.mocks.models import Mock
from touchstone.apps.plans.queries import deciding
from touchstone.apps.records.refusal import Refused
from touchstone.rules.plain import plain
from touchstone.standards.model import Plan

INSTANTS = ("session_at", "recorded_at")


def sheet_of(mock: Mock) -> Sheet:
    """Raises Refused where the plan it was held by is not at hand any more."""
    plan, policy = deciding(mock.apprenticeship.assessment_organisation, mock.plan_id)
    if not isinstance(plan, Plan):
        raise Refused(plan.why or f"The assessment plan of {plan.id} is not held here.")
    return Sheet(
        plan=plan,
        policy=policy,
        method=plan.method(mock.method),
        parts=sorted(map(_part, mock.parts), key=lambda part: (list(PART_KINDS).index(part.kind), part.order)),
        questions=None if mock.questions is None else asked_in(mock.questions),
        not_observed=mock.not_observed,
        recorded_grade=mock.recorded_grade,
        marks={criterion: Judgement(**kept) for criterion, kept in mock.marks.items()},
    )


def standing_of(sheet: Sheet) -> Standing:
    """Asked just now and never kept. Every recording counts: those of a mock are made before the gateway."""
    return Standing(
        recordings=(),
        conduct=answers.fresh(rules.ask("conduct", sheet.plan, conduct_facts(sheet, sheet.parts), sheet.policy)),
        grade=answers.fresh(rules.ask("grade-method", sheet.plan, grade_facts(sheet), sheet.policy)),
        policy=sheet.policy,
    )


def kept(part: HeldPart, kind: str, order: int) -> dict[str, Any]:
    """A part as plain data for the row."""
    return {**plain(asdict(part)), "kind": kind, "order": order}


def _part(row: dict[str, Any]) -> NumberedPart:
    moments = {name: row[name] and dt.datetime.fromisoformat(row[name]) for name in INSTANTS}
    return NumberedPart(**{**row, **moments, "held_on": row["held_on"] and dt.date.fromisoformat(row["held_on"])})
