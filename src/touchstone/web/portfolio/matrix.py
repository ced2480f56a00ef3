"""KSBs against pieces of evidence: what is claimed, accepted, or needs work; for the screen and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action as row_of
from touchstone.apps.portfolio.coverage import layout
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.policy import LIVE
from touchstone.apps.portfolio.queries import accepted_or_not, live
from touchstone.standards.model import Ksb, Plan, PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import as_xlsx
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

# State of a claim -> a sign, words, and the tone beside them.
STATES = {
    "claimed": ("●", "Claimed", "plain"),
    "accepted": ("✓", "Accepted", "good"),
    "needs-work": ("!", "Needs work", "bad"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A KSB with one cell for each piece: a state, or empty where the piece does not claim it."""

    ksb: Ksb
    cells: tuple[str, ...]


class Filters(FilterForm):
    method = fields.SelectField(label="Method", empty="All", required=False)
    theme = fields.SelectField(label="Theme", empty="All", required=False)
    state = fields.SelectField(
        label="State",
        choices=[("missing", "Not claimed"), *((state, words) for state, (_, words, _) in STATES.items())],
        empty="Any",
        required=False,
    )

    def __init__(self, data: Any, plan: Plan | PlanNotHeld) -> None:
        super().__init__(data)
        parts = [(method, [theme for theme, _ in groups]) for method, groups in layout(plan)]
        methods = [(method, method) for method, _ in parts if method]
        themes = dict.fromkeys(theme for _, groups in parts for theme in groups)
        self.fields["method"].choices = [("", "All"), *methods]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "All"), *((theme, theme) for theme in themes)]  # type: ignore[attr-defined]


@page("evidence.coverage", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan = plan_of(one)
    filters = Filters(request.GET, plan)
    pieces = list(reversed(live(one)))
    return render(
        request,
        "portfolio/matrix.html",
        {
            "header": header_of(request.held, one, "coverage"),
            "one": one,
            "pieces": pieces,
            "groups": _groups(plan, pieces, accepted_or_not(pieces), **filters.chosen()),
            "filters": filters,
            "states": STATES,
            "opens": bool(LIVE & request.held),
            "titles": _titles(request),
        },
    )


@page("evidence.coverage", find=find_apprenticeship)
def export(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The whole matrix as a workbook; texts are never formulas."""
    pieces = list(reversed(live(one)))
    titles = [piece.title if _titles(request) else f"Piece {at}" for at, piece in enumerate(pieces, 1)]
    rows = [
        [method, theme, row.ksb.code, row.ksb.text, *(STATES[cell][1] if cell else "" for cell in row.cells)]
        for method, theme, group in _groups(plan_of(one), pieces, accepted_or_not(pieces))
        for row in group
    ]
    head = ["Method", "Theme", "KSB", "Statement", *titles]
    return as_xlsx(f"matrix-{one.reference}.xlsx", "Matrix", head, rows, wide=[3])


def _titles(request: Request) -> bool:
    """Whether this person may read what the pieces are called: a supervisor sees what is covered, not by what."""
    return bool(request.held & row_of("evidence.list").roles)


def _groups(
    plan: Plan | PlanNotHeld,
    pieces: Sequence[Evidence],
    accepted: Mapping[Any, bool],
    method: str = "",
    theme: str = "",
    state: str = "",
) -> list[tuple[str, str, list[Row]]]:
    """(method, theme, rows), of the chosen ones, without empty groups."""
    claims = [set(codes_of(piece)) for piece in pieces]

    def cell(piece: Evidence, codes: set[str], code: str) -> str:
        if code not in codes:
            return ""
        found = accepted.get((piece.pk, code))
        return "claimed" if found is None else "accepted" if found else "needs-work"

    def row(ksb: Ksb) -> Row:
        return Row(ksb, tuple(cell(piece, codes, ksb.code) for piece, codes in zip(pieces, claims, strict=True)))

    found = [
        (in_method, in_theme, [one for one in map(row, ksbs) if _is_in(one, state)])
        for in_method, groups in layout(plan)
        for in_theme, ksbs in groups
        if method in ("", in_method) and theme in ("", in_theme)
    ]
    return [group for group in found if group[2]]


def _is_in(row: Row, state: str) -> bool:
    return not state or (not any(row.cells) if state == "missing" else state in row.cells)
