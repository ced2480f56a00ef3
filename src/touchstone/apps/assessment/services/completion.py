"""Completing a record (it is locked then), opening it again when it is sent back, closing it when it is agreed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.assessment.models import Part, Record
from touchstone.apps.assessment.services.locking import hold, locked
from touchstone.apps.assessment.services.rulings import go_on_or_refuse
from touchstone.apps.assessment.standing import AskedOf, judge, sheet_of
from touchstone.apps.gateway.queries import confirmed
from touchstone.apps.records import decisions
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused, Stale


@transaction.atomic
def complete(*, who: Who, record: Record, version: int, ruling_reason: str = "") -> Record:
    """Ask whether it was carried out as the plan asks and what it comes to, keep both answers, lock the record.

    An assessment whose conduct the plan refuses does not become a grade, nor does one that is undetermined: Refused,
    with the decision. ``ruling_reason``: where the conduct needs a ruling. Stale after another change.
    """
    held = hold(record, who=who, version=version)
    gateway = confirmed(held.apprenticeship)
    judged = judge(sheet_of(held), gateway.decided_at if gateway else None)

    def keep(asked: AskedOf) -> StoredDecision:
        return decisions.keep(asked.decision, facts=asked.facts, who=who, apprenticeship=held.apprenticeship.pk)

    for part, asked in judged.recordings:
        if asked.decision.outcome not in ("allowed", "refused"):  # one that is refused counts for nothing, openly
            raise Refused.by(asked.decision)
        Part.objects.filter(pk=part.pk).update(decision=keep(asked).pk)
    conduct = keep(judged.conduct)
    go_on_or_refuse(judged.conduct.decision, conduct, who=who, ruling_reason=ruling_reason)
    grade = judged.grade.decision
    if grade.outcome == "undetermined":
        raise Refused.by(grade)
    held.state, held.completed_at = Record.State.COMPLETED, timezone.now()
    held.conduct_decision, held.grade_decision = conduct.pk, keep(judged.grade).pk
    held.grade, held.weighted_points = grade.outcome, grade.score.get("weighted")
    held.save()
    log(
        "record.completed",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={
            "method": held.booking.method,
            "conduct": str(held.conduct_decision),
            "grade": str(held.grade_decision),
        },
    )
    return held


@transaction.atomic
def reopen(*, who: Who, record: Record, reason: str, version: int) -> Record:
    """Open a completed record for its assessor again. Raises Refused without a reason and in any other state, Stale
    where it was completed anew since ``version`` was read.
    """
    held = _waiting(record, version, "sent back")
    if not reason.strip():
        raise Refused("Give the reason for sending it back: the assessor works from it.")
    held.state, held.completed_at, held.grade, held.weighted_points = Record.State.OPEN, None, "", None
    held.conduct_decision = held.grade_decision = None  # the stored decisions stay in the record of decisions
    held.version += 1
    held.save()
    held.parts.update(decision=None)
    log(
        "record.reopened",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={"method": held.booking.method},
        personal={"reason": reason.strip()},
    )
    return held


@transaction.atomic
def close(*, who: Who, record: Record, version: int) -> Record:
    """Quality assurance agrees: nothing about the record changes any more. Raises Refused unless it is completed,
    Stale where it was completed anew since ``version`` was read.
    """
    held = _waiting(record, version, "agreed")
    held.state = Record.State.AGREED
    held.version += 1
    held.save(update_fields=["state", "version"])
    log(
        "record.closed",
        who=who,
        on=held,
        apprenticeship=held.apprenticeship.pk,
        details={"method": held.booking.method},
    )
    return held


def _waiting(record: Record, version: int, answered: str) -> Record:
    """The record's row, locked, if quality assurance is to answer to what it has read."""
    held = locked(record)
    if held.state != Record.State.COMPLETED:
        raise Refused(f"Only a record that waits for quality assurance can be {answered}.")
    if held.version != version:
        raise Stale
    return held
