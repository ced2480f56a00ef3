"""A quality assurer agrees a completed record or sends it back. Every check is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.assessment import services as assessment
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.services.locking import locked
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results.models import QualityCheck


@transaction.atomic
def agree(*, who: Who, record: Record, version: int) -> QualityCheck:
    """Agree the marks: the record is closed. Sent twice by the same person, one check is made.

    Raises Refused for a record that does not wait for a check, and for anybody who may not combine checking with
    another part they have in this apprenticeship; Stale where the marks changed since ``version`` was read.
    """
    _take_part(who, record)
    before = record.checks.filter(agreed=True, by=person_of(who)).first()
    if before is not None:
        return before
    assessment.close(who=who, record=record, version=version)
    return _keep(who, record, agreed=True, reason="", verb="record.agreed")


@transaction.atomic
def send_back(*, who: Who, record: Record, reason: str, version: int) -> QualityCheck:
    """Send the record back to its assessor with a reason: it is open again. Raises as ``agree`` does."""
    _take_part(who, record)
    assessment.reopen(who=who, record=record, reason=reason, version=version)
    return _keep(who, record, agreed=False, reason=reason.strip(), verb="record.sent-back")


def _take_part(who: Who, record: Record) -> None:
    """The checker takes part from now on. Locks the apprenticeship, so that of two clicks one waits for the other.

    The record is locked before anything is logged: whoever completes it at this moment waits for the log in turn.
    """
    if record.booking.assessor_id == person_of(who):
        raise Refused("Nobody quality-assures an assessment they made.")
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=record.apprenticeship.pk)
    locked(record)
    assign(
        who=who,
        apprenticeship=one,
        person=User.objects.get(pk=person_of(who)),
        role=Role.QUALITY_ASSURER,
    )


def _keep(who: Who, record: Record, *, agreed: bool, reason: str, verb: str) -> QualityCheck:
    check = QualityCheck.objects.create(
        record=record, by_id=person_of(who), at=timezone.now(), agreed=agreed, reason=reason
    )
    log(
        verb,
        who=who,
        on=record,
        apprenticeship=record.apprenticeship.pk,
        details={"method": record.booking.method, "check": str(check.pk)},
        personal={"reason": reason} if reason else None,
    )
    return check
