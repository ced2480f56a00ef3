"""What a progress review says on paper, as plain data for the template. Never anything of a sealed concern."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils import timezone

from touchstone.apps.people.roles import Role
from touchstone.apps.training.facts import in_titles
from touchstone.apps.training.models import Milestone, Review, ReviewPart
from touchstone.apps.training.queries import actions_of, parts_of
from touchstone.rules.days import count, say
from touchstone.standards import catalogue

# The texts of a part, under the headings the page gives them.
HEADINGS = {"progress": "How it goes", "next_steps": "What comes next", "wellbeing": "How they are"}


def content_of(review: Review, *, at: dt.datetime) -> dict[str, Any]:
    """Words only: every date and figure is already text."""
    one = review.apprenticeship
    return {
        "reference": f"{one.reference}, progress review {review.number}",
        "is_demo": one.apprentice.is_demo,
        "number": review.number,
        "name": one.apprentice.name,
        "standard": f"{catalogue.standard(one.standard).title} ({one.standard}), version {one.version}",
        "provider": one.provider.name,
        "employer": one.employer.name,
        "held_on": say(review.held_on),
        "since": say(review.since),
        "as_of": _moment(at),
        "facts": _facts(in_titles(review.facts)),
        "parts": [_part(part) for part in parts_of(review)],
        "actions": [_action(milestone) for milestone in actions_of(review)],
    }


def _facts(facts: dict[str, Any]) -> list[list[str]]:
    """What had happened when the review was opened, as it was counted then."""
    return [
        ["Evidence added", "; ".join(facts["pieces"]) or "None"],
        ["KSBs claimed by evidence", f"{facts['claimed']} of {facts['ksbs']}"],
        ["Off-the-job hours", f"{_long(facts['minutes'])}, in all {_long(facts['minutes_in_all'])}"],
        ["Milestones reached", "; ".join(facts["reached"]) or "None"],
        ["Milestones overdue", "; ".join(facts["overdue"]) or "None"],
    ]


def _part(part: ReviewPart) -> dict[str, Any]:
    texts = [(heading, getattr(part, name).strip()) for name, heading in HEADINGS.items()]
    return {
        "role": Role(part.role).label,
        "texts": [{"heading": heading, "paragraphs": _paragraphs(text)} for heading, text in texts if text],
        "signed": part.signed_at is not None,
        "signature": f"Signed by {part.signed_by.name} on {_moment(part.signed_at)}."
        if part.signed_at and part.signed_by
        else "Not signed.",
    }


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each a list of its lines."""
    return [paragraph.splitlines() for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]


def _action(milestone: Milestone) -> list[str]:
    if milestone.removed_at:
        state = f"Taken out of the plan on {say(timezone.localdate(milestone.removed_at))}"
    elif milestone.reached_on:
        state = f"Reached on {say(milestone.reached_on)}"
    else:
        state = "To do"
    return [milestone.title, say(milestone.due), state]


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{say(local.date())}, {local:%H:%M}"


def _long(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [count(number, unit) for number, unit in ((hours, "hour"), (rest, "minute")) if number]
    return " ".join(parts) or "none"
