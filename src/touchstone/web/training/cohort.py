"""Everybody somebody trains on one page: who is stuck and why, whose review is due, when they come to the gateway."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from touchstone.apps.results.stages import Stage, with_stage
from touchstone.apps.training.queries import Standing, in_training, standings
from touchstone.rules.on_track import WORST_FIRST
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_csv
from touchstone.web.training.words import IN_WORDS
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

ROWS = 50
ORDER = {answer: place for place, answer in enumerate(WORST_FIRST)}


class Filters(FilterForm):
    q = fields.TextField(label="Name", required=False, max_length=100)
    answer = fields.SelectField(
        label="On track?",
        choices=[(answer, IN_WORDS[answer][0]) for answer in WORST_FIRST],
        empty="Any",
        required=False,
    )
    review = fields.SelectField(
        label="Progress review", choices=[("late", "Late"), ("soon", "Due in four weeks")], empty="Any", required=False
    )


@page("training.cohort")
def show(request: Request) -> HttpResponseBase:
    everybody, filters = _everybody(request), Filters(request.GET)
    found = _filtered(everybody, **filters.chosen())
    return render(
        request,
        "training/cohort.html",
        {
            "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
            "filters": filters,
            "words": IN_WORDS,
            "counts": [(IN_WORDS[answer], count) for answer, count in _counted(everybody)],
            "forecast": _forecast(everybody),
            "today": timezone.localdate(),
        },
    )


@page("training.cohort")
def export(request: Request) -> HttpResponseBase:
    """The same rows, filtered in the same way, for a spreadsheet."""
    head = ["Reference", "Name", "On track", "Why", "Hours", "Hours to reach", "Review due", "Planned end"]
    return as_csv("training.csv", head, map(_line, _filtered(_everybody(request), **Filters(request.GET).chosen())))


def _line(row: Standing) -> list[str]:
    return [
        row.apprenticeship.reference,
        row.apprenticeship.apprentice.name,
        IN_WORDS[row.track.answer][0],
        " ".join(f"{part.name}: {part.because}" for part in row.track.parts),
        f"{row.totals.hours:.2f}",
        str(row.totals.goal or ""),
        row.review_due.isoformat(),
        row.planned_end.isoformat() if row.planned_end else "",
    ]


def _everybody(request: Request) -> list[Standing]:
    """The worst first, then by name; without those who have come to the gateway."""
    training = with_stage(in_training(request.actor)).filter(stage__in=[Stage.ON_PROGRAMME, Stage.RETURNED])  # type: ignore[misc]
    return sorted(standings(training, timezone.localdate()), key=lambda row: ORDER[row.track.answer])


def _filtered(rows: list[Standing], q: str = "", answer: str = "", review: str = "") -> list[Standing]:
    today = timezone.localdate()
    days = {"late": (None, -1), "soon": (0, 28)}.get(review)
    return [
        row
        for row in rows
        if all(word in row.apprenticeship.apprentice.name.casefold() for word in q.casefold().split())
        and answer in ("", row.track.answer)
        and (days is None or _within((row.review_due - today).days, *days))
    ]


def _within(days: int, least: int | None, most: int) -> bool:
    return days <= most and (least is None or days >= least)


def _counted(rows: list[Standing]) -> list[tuple[Any, int]]:
    counts = Counter(row.track.answer for row in rows)
    return [(answer, counts[answer]) for answer in WORST_FIRST]


def _forecast(rows: list[Standing]) -> list[tuple[str, int]]:
    """How many are planned to come to the gateway in each month from this one on, by their planned ends."""
    ends = sorted(row.planned_end.replace(day=1) for row in rows if row.planned_end)
    now = timezone.localdate().replace(day=1)
    months = Counter(month for month in ends if month >= now)
    past = sum(1 for month in ends if month < now)
    return ([("Before this month", past)] if past else []) + [(f"{m:%B %Y}", count) for m, count in months.items()]
