"""KSBs against the apprentices of a cohort: what their evidence covers, and what nobody has shown yet.

One standard and version at a time: the KSBs of another are others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.portfolio.coverage import layout
from touchstone.apps.training.coverage import Claimed, claimed_by_many
from touchstone.apps.training.queries import Standing
from touchstone.standards import catalogue
from touchstone.standards.model import Ksb
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_csv, as_xlsx
from touchstone.web.training.cohort.rows import Filters, everybody
from touchstone.web.ui import fields

ROWS = 60  # apprentices in one grid

# What a KSB comes to for one apprentice -> a sign, words, and the tone beside them.
STATES = {
    "claimed": ("●", "Claimed", "plain"),
    "accepted": ("✓", "Accepted", "good"),
    "needs-work": ("!", "Needs work", "bad"),
}
FIFTHS = 5  # tones of a share

Claims = Mapping[Any, Mapping[str, Claimed]]
Groups = list[tuple[str, str, list[Ksb]]]  # method, theme, KSBs


class CoverageFilters(Filters):
    """Besides, which KSBs. ``shown`` is the plan asked for, else the one most are on; empty in an empty cohort."""

    method = fields.SelectField(label="Method", empty="All", required=False)
    theme = fields.SelectField(label="Theme", empty="All", required=False)

    def __init__(self, data: Any, rows: Sequence[Standing]) -> None:
        super().__init__(data, rows)
        commonest = self.plans.most_common(1)
        self.shown = self.chosen().get("plan") or (commonest[0][0] if commonest else "")
        self.parts = layout(catalogue.plan(self.shown)) if self.shown else []
        methods = [(method, method) for method, _ in self.parts if method]
        themes = dict.fromkeys(theme for _, groups in self.parts for theme, _ in groups)
        self.fields["plan"].choices = self.fields["plan"].choices[1:]  # type: ignore[attr-defined]
        self.fields["plan"].initial = self.shown
        self.fields["method"].choices = [("", "All"), *methods]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "All"), *((theme, theme) for theme in themes)]  # type: ignore[attr-defined]

    def rows(self) -> list[Standing]:
        return [row for row in super().rows() if row.apprenticeship.plan_id == self.shown]

    def groups(self) -> Groups:
        chosen = self.chosen()
        return [
            (method, theme, ksbs)
            for method, groups in self.parts
            for theme, ksbs in groups
            if chosen.get("method", method) == method and chosen.get("theme", theme) == theme
        ]


@dataclass(frozen=True, slots=True)
class Total:
    """A KSB over everybody: how many, of ``of``, have it in each state. ``fifth``: from 0, nobody has, to 5, all."""

    ksb: Ksb
    counts: Mapping[str, int]
    of: int

    @property
    def claimed(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        return round(100 * self.claimed / self.of) if self.of else 0

    @property
    def fifth(self) -> int:
        return -(-self.claimed * FIFTHS // self.of) if self.of else 0


@page("training.cohort")
def show(request: Request) -> HttpResponseBase:
    filters = CoverageFilters(request.GET, everybody(request.actor))
    found, groups = filters.rows(), filters.groups()
    claims = claimed_by_many([row.apprenticeship.pk for row in found])
    shown: Page[Standing] = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "training/cohort_coverage.html",
        {
            "page": shown,
            "filters": filters,
            "plans": [(name, filters.plans[plan], plan) for plan, name in filters.fields["plan"].choices],  # type: ignore[attr-defined]
            "methods": _methods(groups),
            "groups": groups,
            "rows": [(row.apprenticeship, claims.get(row.apprenticeship.pk, {})) for row in shown],
            "totals": [(method, theme, _totals(ksbs, found, claims)) for method, theme, ksbs in groups],
            "states": STATES,
        },
    )


@page("training.cohort")
def csv(request: Request) -> HttpResponseBase:
    """Everybody asked for, with one column a KSB, for a spreadsheet."""
    return as_csv("coverage.csv", *_table(request))


@page("training.cohort")
def xlsx(request: Request) -> HttpResponseBase:
    """The same as a workbook, where numbers stay numbers."""
    return as_xlsx("coverage.xlsx", "Coverage", *_table(request))


def _table(request: Request) -> tuple[list[str], Iterator[list[object]]]:
    filters = CoverageFilters(request.GET, everybody(request.actor))
    found = filters.rows()
    claims = claimed_by_many([row.apprenticeship.pk for row in found])
    codes = [ksb.code for _, _, ksbs in filters.groups() for ksb in ksbs]
    head = ["Reference", "Name", "Standard and version", "KSBs claimed", "KSBs accepted", *codes]
    return head, (_line(row, codes, claims.get(row.apprenticeship.pk, {})) for row in found)


def _line(row: Standing, codes: Sequence[str], claims: Mapping[str, Claimed]) -> list[object]:
    one, mine = row.apprenticeship, [claims.get(code) for code in codes]
    return [
        one.reference,
        one.apprentice.name,
        one.plan_id,
        sum(1 for found in mine if found),
        sum(1 for found in mine if found and found.state == "accepted"),
        *(STATES[found.state][1] if found else None for found in mine),
    ]


def _methods(groups: Groups) -> list[tuple[str, int]]:
    """Each method of ``groups`` with its number of KSBs, for the heading above them; nothing where none has a name."""
    widths: dict[str, int] = {}
    for method, _, ksbs in groups:
        widths[method] = widths.get(method, 0) + len(ksbs)
    return [] if "" in widths else list(widths.items())


def _totals(ksbs: Sequence[Ksb], rows: Sequence[Standing], claims: Claims) -> list[Total]:
    states = [claims.get(row.apprenticeship.pk, {}) for row in rows]
    return [
        Total(
            ksb,
            {state: sum(1 for one in states if ksb.code in one and one[ksb.code].state == state) for state in STATES},
            len(rows),
        )
        for ksb in ksbs
    ]
