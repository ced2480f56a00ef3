"""Each item of the pack as a task: who does it and how, and how it stands, in words."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.apps.gateway.models import Given
from touchstone.apps.gateway.requirements import Fact, How
from touchstone.web.gateway.standing import ONLY_FOR_OTHERS, Line, Standing
from touchstone.web.ui.formats import date

HOWS: dict[How, str] = {
    "file": "uploads a picture or scan of the document",
    "portfolio": "attaches a submitted portfolio",
    "mapping": "confirms that the form the system made of the portfolio is complete",
    "declaration": "signs the declaration",
    "employer": "says whether the apprentice is ready",
    "yes-no": "says whether it is there",
    "qualification": "records the level and how it was achieved",
    "level": "records the level",
    "choice": "records the choice with its day",
    "waivers": "records which apply",
}


@dataclass(frozen=True, slots=True)
class Status:
    """``tone`` as of uiStatus; ``more``: by whom, when, why."""

    text: str
    tone: str
    more: str = ""


def how(fact: Fact) -> str:
    return f"The {fact.turn.label.lower()} {HOWS[fact.how]}, in their own account."


def status_of(standing: Standing, line: Line) -> Status | None:
    """None for what nobody can give: only time meets it."""
    if line.fact is None:
        return None
    knows = standing.knows(line.fact)
    if line.given:
        return _of(line.given, knows, plain=Status("Given", "waiting" if standing.editable else "plain"))
    if line.before and line.before.accepted and standing.editable:
        return Status(
            "Open again", "doing", f"What it was confirmed against has changed. Accepted before: {_by(line.before)}."
        )
    if line.before and standing.editable:
        return _of(line.before, knows, plain=Status("To do", "doing"))
    if not line.blocks:
        return Status("Not needed", "quiet")
    return Status("To do", "doing")


def _of(item: Given, knows: bool, *, plain: Status) -> Status:
    if item.accepted:
        return Status("Accepted", "good", f"{_by(item)}. It cannot be changed any more.")
    if item.answer == Given.Answer.REOPENED:
        looked_at = "The assessment organisation looks at it again."
        return Status("Open again", "waiting", f"{item.answer_reason} {looked_at} Accepted before: {_by(item)}.")
    if item.answer == Given.Answer.RETURNED:
        return Status("Returned", "bad", f"{_by(item)}: {item.answer_reason if knows else ONLY_FOR_OTHERS}")
    return plain


def _by(item: Given) -> str:
    return f"{item.answered_by.name if item.answered_by else ''}, {date(item.answered_at)}"
