"""Recording what took place: the parts and the questions. Each save replaces what the page showed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.models import Part, Record
from touchstone.apps.assessment.plan_words import part_kinds
from touchstone.apps.assessment.services.locking import hold
from touchstone.apps.assessment.sheets import QUESTION_KINDS, SETTINGS, Asked, HeldPart
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused
from touchstone.rules.plain import plain
from touchstone.standards.model import Plan


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
    if not isinstance(plan, Plan) or kind not in part_kinds(plan, held.booking.method):
        raise Refused("The assessment plan has no such part in this method.")
    for part in parts:
        if part.setting and part.setting not in SETTINGS:
            raise Refused("A session is one-to-one or in a group.")
    held.parts.filter(kind=kind).delete()
    Part.objects.bulk_create(
        Part(record=held, kind=kind, order=order, **_columns(part)) for order, part in enumerate(parts, 1)
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


def _columns(part: HeldPart) -> dict[str, object]:
    """A recording was held on the day of its session."""
    held_on = timezone.localdate(part.session_at) if part.session_at else part.held_on
    return {**asdict(part), "held_on": held_on, "learner": part.learner.strip()}


@transaction.atomic
def record_questions(
    *, who: Who, record: Record, questions: Sequence[Asked], not_observed: Collection[str], version: int
) -> Record:
    """Replace the questions and the KSBs that were not seen. Raises Refused for a code or theme the plan has not."""
    held = hold(record, who=who, version=version)
    plan = plan_of(held.apprenticeship)
    codes = {ksb.code for ksb in plan.ksbs}
    named = {code for question in questions for code in question.ksbs} | set(not_observed)
    if unknown := named - codes:
        raise Refused(f"{', '.join(sorted(unknown))}: no such KSB in this standard.")
    if any(question.kind not in QUESTION_KINDS for question in questions):
        raise Refused("A question is of one of the kinds on the page.")
    held.questions = plain([asdict(question) for question in questions])
    held.not_observed = [ksb.code for ksb in plan.ksbs if ksb.code in set(not_observed)]
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
