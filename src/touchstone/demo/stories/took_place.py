"""What took place at an assessment, as ``world.yaml`` describes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.models import Booking
from touchstone.apps.assessment.plan_words import ksbs_of, themes_of
from touchstone.apps.assessment.sheets import Asked, HeldPart
from touchstone.demo.stories.tale import Tale
from touchstone.standards.model import Method, Plan


def parts(tale: Tale, method: Method, booking: Booking) -> dict[str, list[HeldPart]]:
    """Kind -> the parts of that kind. Recordings were made in the two weeks after the gateway."""
    day = timezone.localdate(booking.starts_at)
    return {
        kind: [_part(tale, kind, place, minutes, day) for place, minutes in enumerate(lengths)]
        for kind, lengths in _described(tale, method)["parts"].items()
    }


def _part(tale: Tale, kind: str, place: int, minutes: int, day: dt.date) -> HeldPart:
    learner = f"mentee-{'AB'[place % 2]}"
    if kind == "recording":
        session = tale.after_gateway(6 + 5 * place, 14)
        return HeldPart(
            minutes=minutes,
            learner=learner,
            genuine=True,
            session_at=session,
            recorded_at=session,
            has_video=True,
            mentor_visible=True,
            mentee_visible=True,
            setting="one-to-one",
        )
    if kind == "live-session":
        return HeldPart(minutes=minutes, held_on=day, learner=learner, genuine=True, setting="one-to-one")
    return HeldPart(minutes=minutes, held_on=day)


def questions(tale: Tale, method: Method) -> list[Asked]:
    """Set questions, through the themes and KSBs in turn, and one that follows up."""
    plan = plan_of(tale.apprenticeship)
    if not isinstance(plan, Plan):
        raise TypeError(f"{plan.id} is not held")
    themes, codes = themes_of(plan, method), ksbs_of(plan, method)
    asked = []
    for number in range(_described(tale, method)["questions"]):
        theme = themes[number % len(themes)] if themes else ""
        own = next((one.ksbs for one in method.themes if one.name == theme), codes)
        code = own[number % len(own)]
        asked.append(
            Asked(kind="set", text=f"Tell me how you do this in your own practice ({code}).", ksbs=(code,), theme=theme)
        )
    follow_up = Asked(kind="clarifying" if method.points is None else "follow-up", text="Can you say more about that?")
    return [*asked, follow_up]


def _described(tale: Tale, method: Method) -> dict[str, Any]:
    described: dict[str, Any] = tale.described["assessments"][tale.apprenticeship.standard][method.id]
    return described
