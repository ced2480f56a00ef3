"""What a template needs to show a whole record: ``record_sheet`` and its kin in ``parts/record.html``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from touchstone.apps.assessment.answers import Answer
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.plan_words import PART_KINDS, themes_of
from touchstone.apps.assessment.sheets import QUESTION_KINDS, SETTINGS, Sheet
from touchstone.apps.assessment.standing import RecordSheet, Standing, sheet_of
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.findings import finding_items


def sheet_for(record: Record) -> RecordSheet:
    """The sheet of a record for a page about it. Raises PermissionDenied, with the reason, where no plan is at hand."""
    try:
        return sheet_of(record)
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
