"""The list of apprentices: searched and filtered by the address, a page at a time."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import (
    Choices,
    choices_among,
    matching,
    trained_by,
    visible_to,
    with_tutors,
)
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.results.stages import Stage, with_stage
from touchstone.web.parts.apprenticeship import name_of_list
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

ROWS = 50
TONES = {
    Stage.ON_PROGRAMME: "plain",
    Stage.PREPARING: "doing",
    Stage.SUBMITTED: "waiting",
    Stage.RETURNED: "bad",
    Stage.ASSESSMENT: "doing",
    Stage.RELEASED: "good",
}
PROVIDER = frozenset({Role.TUTOR, Role.QUALITY_LEAD})
ASSESSMENT = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER, Role.ASSESSOR})


class Filters(FilterForm):
    q = fields.TextField(label="Name, reference, ULN or email", required=False, max_length=100)
    plan = fields.SelectField(label="Standard and version", empty="Any", required=False)
    stage = fields.SelectField(label="Stage", choices=Stage.choices, empty="Any", required=False)
    organisation = fields.SelectField(label="Organisation", empty="Any", required=False)
    tutor = fields.SelectField(label="Tutor", empty="Any", required=False)

    def __init__(self, data: Any, choices: Choices) -> None:
        super().__init__(data)
        for name, values in (
            ("plan", choices.plans),
            ("organisation", choices.organisations),
            ("tutor", choices.tutors),
        ):
            self.fields[name].choices = [("", "Any"), *values]  # type: ignore[attr-defined]


@page("apprenticeships.list")
def apprenticeships(request: Request) -> HttpResponseBase:
    everybody = visible_to(request.actor)
    filters = Filters(request.GET, choices_among(everybody))
    rows = with_tutors(_filtered(with_stage(everybody), **filters.chosen())).order_by("apprentice__name", "pk")
    return render(
        request,
        "apprenticeships/list.html",
        {
            "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
            "filters": filters,
            "columns": _columns(request.actor),
            "words": {stage.value: (stage.label, TONES[stage]) for stage in Stage},
            "name_of_list": name_of_list(request.actor),
            "searches": request.actor.roles != {Role.APPRENTICE},
            "may_enrol": request.actor.holds(*PROVIDER),
        },
    )


def _filtered(
    rows: QuerySet[Apprenticeship],
    q: str = "",
    plan: str = "",
    stage: str = "",
    organisation: str = "",
    tutor: str = "",
) -> QuerySet[Apprenticeship]:
    if plan:
        standard, _, version = plan.rpartition("-")
        rows = rows.filter(standard=standard, version=version)
    if organisation:
        at = uuid.UUID(organisation)
        rows = rows.filter(Q(provider=at) | Q(employer=at) | Q(assessment_organisation=at))
    if stage:
        rows = rows.filter(stage=stage)  # type: ignore[misc]  # annotated by with_stage
    if tutor:
        rows = trained_by(rows, uuid.UUID(tutor))
    return matching(rows, q)


def _columns(actor: Actor) -> frozenset[str]:
    """What each role needs to tell its apprentices apart: nobody reads their own organisation on every row."""
    columns = {"employer", "provider", "tutor"}
    if actor.roles <= PROVIDER:
        columns -= {"provider"}
    if actor.roles <= {Role.LINE_MANAGER, Role.APPRENTICE}:
        columns -= {"employer"}
    if actor.roles <= ASSESSMENT:
        columns -= {"tutor"}
    return frozenset(columns)
