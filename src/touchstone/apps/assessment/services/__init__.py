"""Writes: approving assessors, booking, recording what took place, judging, completing."""

from touchstone.apps.assessment.services.approvals import approve_assessor, end_approval
from touchstone.apps.assessment.services.bookings import book, cancel_booking
from touchstone.apps.assessment.services.completion import close, complete, reopen
from touchstone.apps.assessment.services.marks import mark_all
from touchstone.apps.assessment.services.recording import open_record, record_parts, record_questions

__all__ = [
    "approve_assessor",
    "book",
    "cancel_booking",
    "close",
    "complete",
    "end_approval",
    "mark_all",
    "open_record",
    "record_parts",
    "record_questions",
    "reopen",
]
