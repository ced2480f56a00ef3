"""Choosing among the roles an organisation's owner can give."""

from __future__ import annotations

from collections.abc import Collection

from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import HELD_IN, Role

# What a role lets its holder do, where the name alone does not say it.
HINTS = {
    Role.TUTOR: "Enrols apprentices, trains them and prepares the gateway",
    Role.QUALITY_LEAD: "Sees every apprentice of the provider",
    Role.SAFEGUARDING_LEAD: "Sees no apprentice’s work",
    Role.LINE_MANAGER: "Confirms at the gateway that their apprentice is ready",
    Role.SUPERVISOR: "Follows the progress of the apprentices they are named for",
    Role.ASSESSOR: "Assesses, once approved for a standard and booked",
    Role.QUALITY_ASSURER: "Checks completed assessments",
    Role.ADMINISTRATOR: "Accepts gateways, books assessments, releases results",
    Role.REGULATOR_READER: "Reads the apprenticeships an assessment organisation shares",
    Role.OWNER: "Says who belongs to the organisation, as you do. Sees no apprentice’s work by it",
}


def roles_to_give(organisation: Organisation, besides: Collection[str] = ()) -> list[tuple[str, str]]:
    """(value, words). Nobody is made an apprentice here: enrolment does that."""
    return [
        (role.value, role.label)
        for role in Role
        if organisation.kind in HELD_IN[role] and role != Role.APPRENTICE and role not in besides
    ]
