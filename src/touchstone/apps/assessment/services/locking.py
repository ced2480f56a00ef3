"""Taking hold of an open record for a change: the assessor's own, not completed, not changed by anybody since."""

from __future__ import annotations

from touchstone.apps.assessment.models import Record
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused, Stale


def hold(record: Record, *, who: Who, version: int) -> Record:
    """The record's row, locked until the transaction ends, its version counted on (saved by the caller).

    Raises Refused for anybody but its assessor and for a record that is not open; Stale where ``version`` has passed.
    """
    held = locked(record)
    if held.booking.assessor_id != who.person_id:
        raise Refused("Only the assessor who carried out this assessment writes its record.")
    if held.booking.cancelled_at is not None:
        raise Refused("This booking was cancelled, so nothing more is recorded for it.")
    if held.state != Record.State.OPEN:
        raise Refused("This record is completed, so it is locked. Nothing was changed.")
    if held.version != version:
        raise Stale
    held.version += 1
    return held


def locked(record: Record) -> Record:
    """The row and that of its booking, so that it is not cancelled while somebody completes it."""
    return (
        Record.objects.select_for_update(of=("self", "booking"), no_key=True)
        .select_related("booking__assessor", "booking__apprenticeship__assessment_organisation")
        .get(pk=record.pk)
    )
