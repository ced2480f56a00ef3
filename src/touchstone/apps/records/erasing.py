"""Erasing what is personal in the record: the chain stays whole, and the log says that it was done."""

from __future__ import annotations

import uuid

from django.db import transaction

from touchstone.apps.records.decisions import STORED
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.models import DecisionBody, LogEntry, LogPersonal, StoredDecision
from touchstone.apps.records.refusal import Refused

TEXT_ERASED, FACTS_ERASED = "log.erased", "decision.erased"
SAY_WHY = "Say why this is erased: the reason is kept."


@transaction.atomic
def erase_personal(*, who: Who, entry: LogEntry, reason: str) -> LogEntry:
    """Delete an entry's personal text for good. Who did what, when, on what stays. Raises Refused."""
    if not reason.strip():
        raise Refused(SAY_WHY)
    gone, _ = LogPersonal.objects.filter(entry=entry).delete()
    if not gone:
        raise Refused(f"Entry {entry.number} has no personal text, or it is erased already.")
    return log(TEXT_ERASED, who=who, on=entry, apprenticeship=entry.apprenticeship, personal={"reason": reason.strip()})


@transaction.atomic
def erase_facts(*, who: Who, decision: StoredDecision, reason: str) -> LogEntry:
    """Delete a decision's facts and findings for good: it cannot be asked again. Raises Refused."""
    if not reason.strip():
        raise Refused(SAY_WHY)
    gone, _ = DecisionBody.objects.filter(decision=decision).delete()
    if not gone:
        raise Refused("The facts and findings of this decision are erased already.")
    return log(
        FACTS_ERASED,
        who=who,
        on=decision,
        apprenticeship=decision.apprenticeship,
        personal={"reason": reason.strip()},
    )


def erase(*, who: Who, number: int, reason: str) -> LogEntry:
    """Erase what entry ``number`` has: its personal text, or the facts of the decision it tells of. Raises Refused."""
    entry = LogEntry.objects.filter(number=number).first()
    if entry is None:
        raise Refused(f"The log has no entry {number}.")
    if entry.verb == STORED:
        decision = StoredDecision.objects.filter(pk=uuid.UUID(entry.subject)).first()
        if decision is None:
            raise Refused(f"The decision that entry {number} tells of is not there.")
        return erase_facts(who=who, decision=decision, reason=reason)
    return erase_personal(who=who, entry=entry, reason=reason)
