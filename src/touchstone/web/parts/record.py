"""What a template needs to show a whole record: ``record_sheet`` and its kin in ``parts/record.html``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied

from touchstone.apps.assessment.answers import Answer
from touchstone.apps.assessment.plan_words import PART_KINDS, themes_of
from touchstone.apps.assessment.sheets import QUESTION_KINDS, SETTINGS, Sheet
from touchstone.apps.assessment.standing import RecordSheet, Standing
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.findings import finding_items

S = TypeVar("S", bound=Sheet)
T = TypeVar("T")


def sheet_for(thing: T, sheet_of: Callable[[T], S]) -> S:
    """The sheet of a record or a mock, for a page about it. Raises PermissionDenied, saying why, without a plan."""
    try:
        return sheet_of(thing)
    except Refused as refused:
        raise PermissionDenied(" ".join(refused.reasons)) from refused


def record_context(sheet: RecordSheet, standing: Standing) -> dict[str, Any]:
    """The record with its sheet, its answers as findings, and the plan's words for them."""
    return {"record": sheet.record, **sheet_context(sheet, standing)}


def sheet_context(sheet: Sheet, standing: Standing) -> dict[str, Any]:
    """A sheet, its answers as findings, and the plan's words for them."""

    def items(answer: Answer, method: str | None = sheet.method.id) -> list[dict[str, Any]]:
        return finding_items(answer.findings, sheet.plan, method, standing.policy)

    return {
        "sheet": sheet,
        "standing": standing,
        "conduct_items": items(standing.conduct),
        "grade_items": items(standing.grade),
        "recording_items": [(part, answer, items(answer, None)) for part, answer in standing.recordings],
        "texts": {ksb.code: ksb.text for ksb in sheet.plan.ksbs},
        "words": {"part": PART_KINDS, "question": QUESTION_KINDS, "setting": SETTINGS},
        "themed": bool(themes_of(sheet.plan, sheet.method)),
    }
