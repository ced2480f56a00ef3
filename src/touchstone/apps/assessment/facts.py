"""Rows of bookings and records -> facts of the questions booking, recording, conduct and grade-method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from touchstone.apps.assessment.models import Part
from touchstone.apps.assessment.sheets import NumberedPart, Sheet
from touchstone.apps.gateway.models import Gateway

Facts = dict[str, Any]


def booking_facts(
    gateway: Gateway,
    *,
    method: str,
    notice_given: dt.date,
    portfolio_received: dt.date | None,
    date: dt.date | None = None,
    short_notice_agreed: bool = False,
) -> Facts:
    """``gateway`` is the confirmed one. Without a date the answer tells the earliest one."""
    return _known(
        method=method,
        date=date,
        notice_given=notice_given,
        gateway_confirmed=timezone.localdate(gateway.decided_at),
        portfolio_received=portfolio_received,
        short_notice_agreed=short_notice_agreed,
    )


def recording_facts(part: Part, gateway_confirmed_at: dt.datetime | None) -> Facts:
    return _known(
        session_at=_local(part.session_at),
        recorded_at=_local(part.recorded_at),
        gateway_confirmed_at=_local(gateway_confirmed_at),
        minutes=part.minutes,
        has_video=part.has_video,
        mentor_visible=part.mentor_visible,
        mentee_visible=part.mentee_visible,
        setting=part.setting or None,
        genuine=part.genuine,
    )


def conduct_facts(sheet: Sheet, parts: Iterable[Part | NumberedPart]) -> Facts:
    """``parts``: those that count (a recording that was refused does not). Nothing recorded yet is not known."""
    held = [
        _known(
            kind=part.kind, date=part.held_on, minutes=part.minutes, learner=part.learner or None, genuine=part.genuine
        )
        for part in parts
    ]
    asked = [
        _known(kind=question.kind, ksbs=list(question.ksbs), theme=question.theme or None)
        for question in sheet.questions or ()
    ]
    return _known(
        method=sheet.method.id,
        parts=held or None,
        questions=None if sheet.questions is None else asked,
        not_observed=sheet.not_observed,
    )


def grade_facts(sheet: Sheet) -> Facts:
    facts: Facts = {"method": sheet.method.id}
    if sheet.method.points is not None:
        given = {int(number): mark.points for number, mark in sheet.marks.items() if mark.points is not None}
        facts["points"] = [points for _, points in sorted(given.items())]
    else:
        facts["marks"] = {
            criterion: "met" if mark.met else "not-met"
            for criterion, mark in sheet.marks.items()
            if mark.met is not None
        }
    if sheet.recorded_grade:
        facts["recorded_grade"] = sheet.recorded_grade
    return facts


def _known(**facts: Any) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


def _local(instant: dt.datetime | None) -> dt.datetime | None:
    return None if instant is None else timezone.localtime(instant)
