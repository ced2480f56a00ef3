"""The tutor enrols the apprentice."""

from __future__ import annotations

import uuid

from touchstone.apps.apprenticeships import services
from touchstone.apps.people.roles import Role
from touchstone.demo.play import Story
from touchstone.demo.stories.tale import Tale


def enrolment(tale: Tale) -> Story:
    """On the first day, in the morning."""
    yield tale.on(tale.start, 9)
    standard, _, version = tale.row["plan"].rpartition("-")
    tale.apprenticeship = services.enrol(
        who=tale.acting("tutor", Role.TUTOR),
        id=uuid.uuid4(),
        name=tale.apprentice.name,
        email=tale.apprentice.email,
        standard=standard,
        version=version,
        provider=tale.organisation("provider"),
        employer=tale.organisation("employer"),
        assessment_organisation=tale.organisation("assessment_organisation"),
        start=tale.start,
        funding=tale.row["funding"],
        date_of_birth=tale.row["born"],
        uln=tale.uln,
        tutor=tale.named("tutor"),
        line_manager=tale.named("line_manager"),
        breaks=[tuple(days) for days in tale.row["breaks"]],
    )
