"""Writing the sheet of a mock: as an assessor would, by the same checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction

from touchstone.apps.assessment.entering import check_judgements, checked_parts, checked_questions
from touchstone.apps.assessment.sheets import Asked, HeldPart, Judgement
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.services.locking import hold
from touchstone.apps.mocks.standing import kept, sheet_of
from touchstone.apps.records.log import Who, log
from touchstone.rules.plain import plain


@transaction.atomic
def record_parts(*, who: Who, mock: Mock, kind: str, parts: Sequence[HeldPart], version: int) -> Mock:
    """Replace the parts of ``kind``. Raises Refused for a kind the method has not, Stale after another change."""
    held = hold(mock, who=who, version=version)
    checked = checked_parts(sheet_of(held).plan, held.method, kind, parts)
    others = [part for part in held.parts if part["kind"] != kind]
    held.parts = others + [kept(part, kind, order) for order, part in enumerate(checked, 1)]
    return _written(held, who, kind)


@transaction.atomic
def record_questions(
    *, who: Who, mock: Mock, questions: Sequence[Asked], not_observed: Collection[str], version: int
) -> Mock:
    """Replace the questions and the KSBs that were not seen. Raises Refused, Stale."""
    held = hold(mock, who=who, version=version)
    held.not_observed = checked_questions(sheet_of(held).plan, questions, not_observed)
    held.questions = plain([asdict(question) for question in questions])
    return _written(held, who, "questions")


@transaction.atomic
def mark_all(
    *, who: Who, mock: Mock, judgements: Mapping[str, Judgement], recorded_grade: str | None, version: int
) -> Mock:
    """Save the judgements of the criteria named. ``recorded_grade``: as for a record. Raises Refused, Stale."""
    held = hold(mock, who=who, version=version)
    sheet = sheet_of(held)
    check_judgements(sheet.plan, sheet.policy, sheet.method, judgements, recorded_grade)
    held.marks = held.marks | {criterion: asdict(judgement) for criterion, judgement in judgements.items()}
    held.recorded_grade = held.recorded_grade if recorded_grade is None else recorded_grade
    return _written(held, who, "marks")


def _written(held: Mock, who: Who, page: str) -> Mock:
    held.save()
    log(
        "mock.written",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship_id,
        details={"method": held.method, "page": page},
    )
    return held
