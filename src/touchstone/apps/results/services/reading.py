"""Reading what tells of marks, noted in the log."""

from __future__ import annotations

from touchstone.apps.records.log import Who, log
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.results.queries import OPEN_QUESTIONS


def open_decision(*, who: Who, stored: StoredDecision) -> StoredDecision:
    """Note that ``who`` reads a decision about an assessor or marks; those about getting there are open."""
    if stored.question not in OPEN_QUESTIONS:
        log(
            "decision.opened",
            who=who,
            on=stored,
            apprenticeship=stored.apprenticeship,
            details={"question": stored.question},
        )
    return stored
