"""Writes: enrolling, who takes part, breaks in learning. Reads that are logged: the timeline, who can see it."""

from touchstone.apps.apprenticeships.services.breaks import add_break, end_break
from touchstone.apps.apprenticeships.services.enrolment import DUPLICATE, Newcomer, NewEmployer, enrol
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.apprenticeships.services.reading import open_seers, open_timeline

__all__ = [
    "DUPLICATE",
    "NewEmployer",
    "Newcomer",
    "add_break",
    "assign",
    "end_break",
    "end_part",
    "enrol",
    "open_seers",
    "open_timeline",
]
