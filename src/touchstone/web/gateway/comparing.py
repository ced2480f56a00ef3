"""Two attempts side by side: what was given for each item, what was answered, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import Fact, asked
from touchstone.web.gateway.finding import attempts_of, find_gateway
from touchstone.web.gateway.forms import ROUTES
from touchstone.web.gateway.standing import ONLY_FOR_OTHERS, Standing, standing_of
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui.formats import date


@dataclass(frozen=True, slots=True)
class Cell:
    """What one attempt has for an item, in words; each line may be empty."""

    given: str
    value: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    cells: tuple[Cell, Cell]
    changed: str  # "", or what: "another file"


@page("gateway.see", find=find_gateway)
def compare(request: Request, gateway: Gateway) -> HttpResponse:
    attempts = attempts_of(gateway.apprenticeship)
    this = next(one for one in attempts if one.pk == gateway.pk)
    others = [one for one in attempts if one.pk != gateway.pk]
    chosen = request.GET.get("with", "")
    other = next((one for one in others if str(one.number) == chosen), None) or _nearest(this, others)
    earlier, later = sorted([this, other or this], key=lambda one: one.number)
    standing = standing_of(later, request.held)
    rows = [_row(standing, fact, earlier, later) for fact in asked(standing.plan).values()]
    context = {
        "header": header_of(request.held, this.apprenticeship, "gateway"),
        "one": this.apprenticeship,
        "gateway": this,
        "others": others,
        "pair": (earlier, later) if other else (),
        "rows": [row for row in rows if any(cell.given for cell in row.cells)],
    }
    return render(request, "gateway/compare.html", context)


def _nearest(this: Gateway, others: list[Gateway]) -> Gateway | None:
    """The attempt before, or where there is none the one after."""
    before = [one for one in others if one.number < this.number]
    return max(before, key=lambda one: one.number) if before else min(others, key=lambda one: one.number, default=None)


def _row(standing: Standing, fact: Fact, earlier: Gateway, later: Gateway) -> Row:
    before, after = (next((row for row in one.given.all() if row.fact == fact.name), None) for one in (earlier, later))
    knows = standing.knows(fact)
    return Row(fact.title, (_cell(before, knows), _cell(after, knows)), _changed(before, after))


def _cell(item: Given | None, knows: bool) -> Cell:
    if item is None:
        return Cell("")
    by = f" by {item.answered_by.name} on {date(item.answered_at)}" if item.answered_by else ""
    reason = f": {item.answer_reason if knows else ONLY_FOR_OTHERS}" if item.answer_reason else ""
    answer = f"{item.get_answer_display()}{by}{reason}"
    given = f"Given by {item.given_by.name} on {date(item.given_at)}"
    return Cell(given, _in_words(item) if knows else "", answer)


def _in_words(item: Given) -> str:
    thing = item.file.name if item.file else f"Portfolio {item.portfolio.number}" if item.portfolio else ""
    return ". ".join(filter(None, [thing or _value(item.value), item.note.rstrip("."), date(item.dated)]))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return f"Level {value.get('level')}, {ROUTES.get(value.get('route', ''), '')}".rstrip(", ")
    return ", ".join(map(str, value)) or "None" if isinstance(value, list) else f"Level {value}"


def _changed(before: Given | None, after: Given | None) -> str:
    if before is None or after is None:
        return "" if before is after else "Only in one"
    differs = [
        words
        for words, one, other in (
            ("another answer", before.value, after.value),
            ("another note", before.note, after.note),
            ("another day", before.dated, after.dated),
            ("another file", _hash(before), _hash(after)),
            ("another portfolio", before.portfolio_id, after.portfolio_id),
            ("given by somebody else", before.given_by_id, after.given_by_id),
        )
        if one != other
    ]
    return ", ".join(differs).capitalize() or ("Given again, the same" if before.given_at != after.given_at else "")


def _hash(item: Given) -> str:
    return item.file.sha256 if item.file else item.deleted_sha256
