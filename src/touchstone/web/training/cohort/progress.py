"""Everybody somebody trains on one page: who is stuck and why, whose review is due, when they come to the gateway."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from touchstone.apps.training.queries import Standing
from touchstone.rules.on_track import WORST_FIRST, Answer
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_csv, as_xlsx
from touchstone.web.training.cohort.rows import Filters, everybody
from touchstone.web.training.words import IN_WORDS

ROWS = 50
HEAD = [
    "Reference",
    "Name",
    "Standard and version",
    "On track",
    "Why",
    "Last activity",
    "KSBs claimed",
    "KSBs",
    "Hours",
    "Hours to reach",
    "Review due",
    "Planned end",
]


@page("training.cohort")
def show(request: Request) -> HttpResponseBase:
    filters = Filters(request.GET, everybody(request.actor))
    found = filters.rows()
    return render(
        request,
        "training/cohort.html",
        {
            "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
            "filters": filters,
            "words": IN_WORDS,
            "counts": _counted(filters.everybody),
            "forecast": _forecast(found),
            "today": timezone.localdate(),
        },
    )


@page("training.cohort")
def csv(request: Request) -> HttpResponseBase:
    """The same rows, filtered in the same way, for a spreadsheet."""
    return as_csv("training.csv", HEAD, _table(request))


@page("training.cohort")
def xlsx(request: Request) -> HttpResponseBase:
    """The same as a workbook, where dates and numbers stay what they are."""
    return as_xlsx("training.xlsx", "Training", HEAD, _table(request), wide=[4])


def _table(request: Request) -> Iterator[list[object]]:
    for row in Filters(request.GET, everybody(request.actor)).rows():
        one = row.apprenticeship
        yield [
            one.reference,
            one.apprentice.name,
            one.plan_id,
            IN_WORDS[row.track.answer][0],
            " ".join(f"{part.name}: {part.because}" for part in row.track.parts),
            row.active_on,
            row.claimed,
            row.ksbs,
            row.totals.hours,
            row.totals.goal,
            row.review_due,
            row.planned_end,
        ]


def _counted(rows: Sequence[Standing]) -> list[tuple[Answer, int]]:
    counts = Counter(row.track.answer for row in rows)
    return [(answer, counts[answer]) for answer in WORST_FIRST]


def _forecast(rows: Sequence[Standing]) -> list[tuple[str, int]]:
    """How many are planned to come to the gateway in each month from this one on, by their planned ends."""
    now = timezone.localdate().replace(day=1)
    months = Counter(row.planned_end.replace(day=1) for row in rows if row.planned_end)
    past = sum(count for month, count in months.items() if month < now)
    ahead = sorted((month, count) for month, count in months.items() if month >= now)
    unplanned = sum(1 for row in rows if not row.planned_end)
    lines = [("Before this month", past), *((_month(month), count) for month, count in ahead)]
    return [line for line in [*lines, ("No end planned", unplanned)] if line[1]]


def _month(day: dt.date) -> str:
    return f"{day:%B %Y}"
