"""Recording what took place: the parts and the questions. Each save replaces what the page showed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.db import transaction

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.entering import checked_parts, checked_questions
from touchstone.apps.assessment.models import Part, Record
from touchstone.apps.assessment.services.locking import hold
from touchstone.apps.assessment.sheets import Asked, HeldPart
from touchstone.apps.records.log import Who, log
from touchstone.rules.plain import plain


def open_record(*, who: Who, record: Record, page: str) -> Record:
    """Note that ``who`` reads the record; ``page`` says which page of it."""
    log(
        "record.opened",
        who=who,
        on=record,
        apprenticeship=record.apprenticeship.pk,
        details={"method": record.booking.method, "page": page},
    )
    return record


@transaction.atomic
def record_parts(*, who: Who, record: Record, kind: str, parts: Sequence[HeldPart], version: int) -> Record:
    """Replace the parts of ``kind``. Raises Refused for a kind the method has not, Stale after another change."""
    held = hold(record, who=who, version=version)
    plan = plan_of(held.apprenticeship)
    parts = checked_parts(plan, held.booking.method, kind, parts)
    held.parts.filter(kind=kind).delete()
    Part.objects.bulk_create(
        Part(record=held, kind=kind, order=order, **asdict(part)) for order, part in enumerate(parts, 1)
    )
    held.save(update_fields=["version"])
    log(
        "record.parts",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={"method": held.booking.method, "kind": kind, "count": len(parts)},
        personal={"parts": plain([asdict(part) for part in parts])},
    )
    return held


@transaction.atomic
def record_questions(
    *, who: Who, record: Record, questions: Sequence[Asked], not_observed: Collection[str], version: int
) -> Record:
    """Replace the questions and the KSBs that were not seen. Raises Refused for a code or theme the plan has not."""
    held = hold(record, who=who, version=version)
    plan = plan_of(held.apprenticeship)
    held.not_observed = checked_questions(plan, questions, not_observed)
    held.questions = plain([asdict(question) for question in questions])
    held.save(update_fields=["version", "questions", "not_observed"])
    log(
        "record.questions",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={"method": held.booking.method, "count": len(questions), "not_observed": held.not_observed},
        personal={"questions": held.questions},
    )
    return held
