"""What comes next in an apprenticeship, in words, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role
from touchstone.apps.results.stages import Stage
from touchstone.web.parts.apprenticeship import address_for

# Stage -> what happens next, whose turn it is, the page where it happens and the words of the link to it.
STEPS = {
    Stage.ON_PROGRAMME: (
        "The apprentice adds evidence and maps it to KSBs. When it is complete, the tutor submits the portfolio and "
        "prepares the gateway.",
        "apprentice and tutor",
        ("portfolio:coverage", "See what the evidence covers"),
    ),
    Stage.PREPARING: (
        "The tutor gives what the gateway asks for, the line manager confirms, and the tutor submits.",
        "tutor and line manager",
        ("gateway:show", "See what the gateway still needs"),
    ),
    Stage.SUBMITTED: (
        "The assessment organisation checks the gateway and confirms or returns it.",
        "assessment organisation",
        ("gateway:show", "See the gateway"),
    ),
    Stage.RETURNED: (
        "The assessment organisation has returned the gateway with a reason. The tutor puts it right and submits it "
        "again.",
        "tutor",
        ("gateway:show", "See why it was returned"),
    ),
    Stage.ASSESSMENT: (
        "The assessment organisation books each method with an assessor. The result is released when quality assurance "
        "has agreed.",
        "assessment organisation",
        ("assessment:show", "See the assessment"),
    ),
    Stage.WITHDRAWN: (
        "The apprentice is withdrawn. What there is stays and can be read. If they return, tutor or quality lead "
        "records it and everything goes on from where it was.",
        "",
        ("apprenticeships:changes", "See the changes"),
    ),
    Stage.RELEASED: ("The result is released.", "", ("results:show", "See the result")),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """``turn`` is empty when it is nobody's. ``href`` is empty for who may not open the page."""

    stage: str
    text: str
    turn: str
    href: str
    link: str


def next_step(apprenticeship: Apprenticeship, held: Collection[Role]) -> NextStep:
    """The step for an apprenticeship read with its ``stage``, for somebody holding ``held`` on it."""
    stage = Stage(apprenticeship.stage)  # type: ignore[attr-defined]  # annotated by with_stage
    text, turn, (name, link) = STEPS[stage]
    return NextStep(stage.label, text, turn, address_for(held, name, apprenticeship), link)
