"""What happened in the invented world: to each apprentice, stage by stage, and in the assessment organisations."""

from __future__ import annotations

from typing import Any

from touchstone.demo.people import World
from touchstone.demo.play import Story
from touchstone.demo.stories.assessment import assessment
from touchstone.demo.stories.enrolment import enrolment
from touchstone.demo.stories.gateway import gateway
from touchstone.demo.stories.learning import learning
from touchstone.demo.stories.organisations import adoption, approvals, policy, sharing
from touchstone.demo.stories.practice import practice
from touchstone.demo.stories.tale import Tale
from touchstone.demo.stories.training import reviews, training


def told(world: World, described: dict[str, Any]) -> list[Story]:
    """Every story of ``world.yaml``. Makes the apprentices' accounts; nothing else has happened yet."""
    tales = [Tale.of(world, row, number, described) for number, row in enumerate(described["apprentices"])]
    in_training = [tale for tale in tales if tale.reaches("collecting") and not tale.reaches("confirmed")]
    return [
        approvals(world, described),
        *(adoption(world, row) for row in described["adoptions"]),
        *(policy(world, row) for row in described["policies"]),
        *(_journey(tale) for tale in tales),
        *(training(tale) for tale in in_training),
        *(reviews(tale) for tale in in_training),
        *(practice(tale) for tale in in_training if tale.reaches("ready")),
        sharing(tales, described["shared_with_regulator"]),
    ]


def _journey(tale: Tale) -> Story:
    yield from enrolment(tale)
    if tale.reaches("collecting"):
        yield from learning(tale)
    if tale.reaches("ready"):
        yield from gateway(tale)
    if tale.reaches("booked"):
        yield from assessment(tale)
