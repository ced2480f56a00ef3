"""Who may do what with assessors, bookings and records. Marks never reach the apprentice's side through here."""

from __future__ import annotations

from touchstone.apps.gateway.policy import SEEN_BY
from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role

# Whoever may know what an assessor recorded, before any result is released.
RECORD_SEEN_BY = frozenset({Role.ASSESSOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR, Role.REGULATOR_READER})

TABLE = (
    Action("assessors.approve", "approve assessors", roles=frozenset({Role.ADMINISTRATOR})),
    Action("assessment.see", "see what is booked for the assessment", roles=SEEN_BY),
    Action("assessment.book", "book an assessment", roles=frozenset({Role.ADMINISTRATOR}), stops=True),
    Action("assessment.cancel", "cancel a booked assessment", roles=frozenset({Role.ADMINISTRATOR})),
    Action("record.open", "open the record of an assessment", roles=RECORD_SEEN_BY, sensitive=True),
    Action("record.write", "write the record of an assessment", roles=frozenset({Role.ASSESSOR}), sensitive=True),
)

TIMELINE = {
    "booking.made": Line("The {method} was booked", SEEN_BY),
    "booking.cancelled": Line("The booking of the {method} was cancelled", SEEN_BY),
    "record.opened": Line("The record of the {method} was opened", RECORD_SEEN_BY),
    "record.parts": Line("What took place at the {method} was recorded", RECORD_SEEN_BY),
    "record.questions": Line("The questions of the {method} were recorded", RECORD_SEEN_BY),
    "record.marked": Line("Criteria of the {method} were judged", RECORD_SEEN_BY),
    "record.completed": Line("The record of the {method} was completed", RECORD_SEEN_BY),
    "record.reopened": Line("The record of the {method} was opened to the assessor again", RECORD_SEEN_BY),
}
