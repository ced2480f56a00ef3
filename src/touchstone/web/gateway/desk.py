"""The desk of an assessment organisation's administrators: what waits for their decision, the oldest first."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from touchstone.apps.gateway import desk
from touchstone.apps.gateway.models import Gateway
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

ROWS = 50
LATE = "late"
AGES = [(LATE, "Late"), *((str(days), f"{days} working days or more") for days in (2, 5, 10, 20))]


@dataclass(frozen=True, slots=True)
class Waiting:
    """``words`` and ``tone``: whether it is on time by the organisation's own promise."""

    gateway: Gateway
    age: int
    words: str
    tone: str


class Filters(FilterForm):
    """Choices of what occurs in ``rows``: one query."""

    standard = fields.SelectField(label="Standard", empty="Any", required=False)
    provider = fields.SelectField(label="Training provider", empty="Any", required=False)
    age = fields.SelectField(label="Waiting for", choices=AGES, empty="Any time", required=False)

    def __init__(self, data: Any, rows: QuerySet[Gateway]) -> None:
        super().__init__(data)
        choices = desk.choices_among(rows)
        for name, values in (("standard", choices.standards), ("provider", choices.providers)):
            self.fields[name].choices = [("", "Any"), *values]  # type: ignore[attr-defined]

    def of(self, rows: QuerySet[Gateway], turnarounds: Collection[desk.Turnaround]) -> QuerySet[Gateway]:
        chosen = self.chosen()
        if standard := chosen.get("standard"):
            rows = rows.filter(apprenticeship__standard=standard)
        if provider := chosen.get("provider"):
            rows = rows.filter(apprenticeship__provider=uuid.UUID(provider))
        if chosen.get("age") == LATE:
            return desk.late(rows, {one.organisation: one.promised for one in turnarounds})
        return desk.older_than(rows, int(chosen["age"])) if "age" in chosen else rows


@page("gateway.desk")
def waiting(request: Request) -> HttpResponse:
    everything, turnarounds = desk.waiting(request.actor), desk.turnarounds(request.actor)
    filters = Filters(request.GET, everything)
    rows = Paginator(filters.of(everything, turnarounds), ROWS).get_page(request.GET.get("page"))
    promised = {one.organisation: one.promised for one in turnarounds}
    return render(
        request,
        "gateway/desk.html",
        {
            "page": rows,
            "rows": [_waiting(gateway, promised) for gateway in rows],
            "filters": filters,
            "turnarounds": turnarounds,
            "several": len(turnarounds) > 1,
        },
    )


def _waiting(gateway: Gateway, promised: dict[uuid.UUID, int | None]) -> Waiting:
    age = desk.age(gateway.submitted_at or timezone.now(), timezone.now())
    number = promised.get(gateway.apprenticeship.assessment_organisation_id)
    if number is None:
        return Waiting(gateway, age, "No days promised", "quiet")
    if age > number:
        return Waiting(gateway, age, f"Late by {_days(age - number)}", "bad")
    left = "due today" if age == number else f"{_days(number - age)} left"
    return Waiting(gateway, age, f"On time, {left}", "waiting" if age == number else "good")


def _days(number: int) -> str:
    return f"{number} working {'day' if number == 1 else 'days'}"
