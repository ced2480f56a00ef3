"""Where each role goes from the home page, and what the role can and cannot do here, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.web.ui.context import Link


@dataclass(frozen=True, slots=True)
class Place:
    """``url`` is the name of an address without arguments; ``roles`` whose home page shows it."""

    text: str
    url: str
    roles: frozenset[Role]


PLACES = (
    Place("Enrol an apprentice", "apprenticeships:enrol", frozenset({Role.TUTOR, Role.QUALITY_LEAD})),
    Place("How everybody in training is getting on", "training:cohort", frozenset({Role.TUTOR, Role.QUALITY_LEAD})),
    Place("Gateways to decide", "gateway:desk", frozenset({Role.ADMINISTRATOR})),
    Place("Safeguarding concerns", "concerns:list", frozenset({Role.SAFEGUARDING_LEAD})),
    Place("Assessors and what they are approved for", "assessment:assessors", frozenset({Role.ADMINISTRATOR})),
    Place(
        "Adopted plans",
        "plans:adoptions",
        frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER, Role.REGULATOR_READER}),
    ),
)


def places_of(actor: Actor) -> Iterator[Link]:
    """Where the person goes from their home page, also in each organisation they own or lead quality for."""
    for place in PLACES:
        if place.roles & actor.roles:
            yield Link(place.text, reverse(place.url))
    for has in actor.held:
        if has.role == Role.OWNER:
            yield Link(f"Members of {has.organisation_name}", reverse("members:list", args=[has.organisation]))
        elif has.role == Role.QUALITY_LEAD:
            yield Link("Employers you train for", reverse("members:employers", args=[has.organisation]))


# Said while a role has nothing on the page: how that will change, and whose turn it is.
FIRST_TIME = {
    Role.APPRENTICE: "Your tutor enrols you. From then on you add evidence here and see how far you are.",
    Role.TUTOR: "Enrol your first apprentice. They add evidence; you prepare the gateway with them.",
    Role.QUALITY_LEAD: "Your organisation’s apprentices appear here as soon as a tutor enrols them.",
    Role.SAFEGUARDING_LEAD: "As safeguarding lead you read the concerns people raise at your organisation, sealed from "
    "everybody else. You see nothing of apprentices’ work.",
    Role.LINE_MANAGER: "When your apprentice comes to the gateway, you are asked here to confirm that they are ready.",
    Role.SUPERVISOR: "The apprentices you supervise appear here as soon as you are named on their apprenticeship.",
    Role.ASSESSOR: "You see an apprentice once an assessment is booked with you, and only then.",
    Role.QUALITY_ASSURER: "Completed assessments come here for you to agree or send back.",
    Role.ADMINISTRATOR: "Gateways that providers submit come here. You accept or return them, book, and release.",
    Role.REGULATOR_READER: "An assessment organisation shares single apprenticeships with you; they appear here.",
    Role.OWNER: "You say who belongs to your organisation and in which role. You see no apprentice’s work by it.",
}

# Said instead of that where there are apprentices, and nothing of theirs waits.
WITH_APPRENTICES = {
    Role.TUTOR: "Nothing of your apprentices waits for you today. What you can do for a gateway, and what becomes of "
    "it, appears here; “How everybody in training is getting on” shows who falls behind.",
    Role.QUALITY_LEAD: "Nothing of your organisation’s apprentices waits today. A gateway that comes back, and what "
    "follows a gateway, appears here; “How everybody in training is getting on” shows who falls behind.",
    Role.SUPERVISOR: "The apprentices you supervise have their results. They stay in the list of apprentices.",
}
