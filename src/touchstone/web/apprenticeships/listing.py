"""The list of apprentices: searched and filtered by the address, a page at a time."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.queries import is_more_than, offers_to, tutors_of, visible_to
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.policy import COVERAGE
from touchstone.apps.portfolio.queries import claimed_by_each
from touchstone.apps.results.stages import Stage, with_stage
from touchstone.standards import catalogue
from touchstone.web.apprenticeships.filters import Filters, FiltersOfMany
from touchstone.web.parts.apprenticeship import name_of_list
from touchstone.web.parts.page import Request, page

ROWS = 200  # a provider's whole year on one page: they are compared with one another
MANY = 1000  # apprentices, from which on nobody wants to choose a tutor or an employer out of a list
TONES = {
    Stage.ON_PROGRAMME: "plain",
    Stage.PREPARING: "doing",
    Stage.SUBMITTED: "waiting",
    Stage.RETURNED: "bad",
    Stage.ASSESSMENT: "doing",
    Stage.RELEASED: "good",
    Stage.WITHDRAWN: "quiet",
}
PROVIDER = frozenset({Role.TUTOR, Role.QUALITY_LEAD})
ASSESSMENT = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER, Role.ASSESSOR})
SHOWN = (
    "pk",
    "reference",
    "apprentice__name",
    "stage",
    "standard",
    "version",
    "provider__name",
    "employer__name",
    "start",
)


@page("apprenticeships.list")
def apprenticeships(request: Request) -> HttpResponseBase:
    everybody = visible_to(request.actor)
    filters = (FiltersOfMany if is_more_than(MANY, everybody) else Filters)(request.GET, everybody)
    searches = request.actor.roles != {Role.APPRENTICE}
    rows = filters.of(with_stage(everybody)) if searches else with_stage(everybody)
    rows = rows.order_by("apprentice__name", "pk").values_list(*SHOWN, named=True)
    found, columns = Paginator(rows, ROWS).get_page(request.GET.get("page")), _columns(request.actor)
    keys = [row.pk for row in found]
    return render(
        request,
        "apprenticeships/list.html",
        {
            "page": found,
            "filters": filters,
            "columns": columns,
            "tutors": tutors_of(keys) if "tutor" in columns else {},
            "claimed": claimed_by_each(request.actor, keys) if "claimed" in columns else {},
            "ksbs": _ksbs(found),
            "words": {stage.value: (stage.label, TONES[stage]) for stage in Stage},
            "name_of_list": name_of_list(request.actor),
            "searches": searches,
            "offers": offers_to(request.actor),
            "may_enrol": request.actor.holds(*PROVIDER),
        },
    )


def _ksbs(rows: Page) -> dict[tuple[str, str], int]:  # type: ignore[type-arg]
    """(Standard, version) -> how many KSBs it has, for what is on the page."""
    versions = {(row.standard, row.version) for row in rows}
    return {one: len(catalogue.plan("-".join(one)).ksbs) for one in versions}


def _columns(actor: Actor) -> frozenset[str]:
    """What each role needs to tell its apprentices apart: nobody reads their own organisation on every row."""
    columns = {"employer", "provider", "tutor"}
    if actor.roles <= PROVIDER:
        columns -= {"provider"}
    if actor.roles <= {Role.LINE_MANAGER, Role.APPRENTICE}:
        columns -= {"employer"}
    if actor.roles <= ASSESSMENT:
        columns -= {"tutor"}
    if actor.roles & COVERAGE:
        columns |= {"claimed"}
    return frozenset(columns)
