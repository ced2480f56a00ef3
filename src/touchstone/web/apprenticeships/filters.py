"""Searching and filtering the list of apprentices, by what occurs in it or, where that is too much, by words."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import choices_among, matching, named, trained_by
from touchstone.apps.results.stages import Stage
from touchstone.standards import catalogue
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm


class Filters(FilterForm):
    """Choices of what occurs in ``everybody``: one query."""

    q = fields.TextField(label="Name, reference, ULN or email", required=False, max_length=100)
    plan = fields.SelectField(label="Standard and version", empty="Any", required=False)
    stage = fields.SelectField(label="Stage", choices=Stage.choices, empty="Any", required=False)
    organisation = fields.SelectField(label="Organisation", empty="Any", required=False)
    tutor = fields.SelectField(label="Tutor", empty="Any", required=False)

    def __init__(self, data: Any, everybody: QuerySet[Apprenticeship]) -> None:
        super().__init__(data)
        choices = choices_among(everybody)
        for name, values in (
            ("plan", choices.plans),
            ("organisation", choices.organisations),
            ("tutor", choices.tutors),
        ):
            self.fields[name].choices = [("", "Any"), *values]  # type: ignore[attr-defined]

    def of(self, rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
        """Those of ``rows`` (read ``with_stage``) that fit every filter somebody has set."""
        chosen = self.chosen()
        if organisation := chosen.get("organisation"):
            at = uuid.UUID(organisation)
            rows = rows.filter(Q(provider=at) | Q(employer=at) | Q(assessment_organisation=at))
        if tutor := chosen.get("tutor"):
            rows = trained_by(rows, uuid.UUID(tutor))
        return _of_all(rows, chosen)


class FiltersOfMany(FilterForm):
    """For a list of thousands: the name of an organisation or a tutor is typed, as far as it is known."""

    q = fields.TextField(label="Name, reference, ULN or email", required=False, max_length=100)
    plan = fields.SelectField(label="Standard and version", empty="Any", required=False)
    stage = fields.SelectField(label="Stage", choices=Stage.choices, empty="Any", required=False)
    organisation_name = fields.TextField(label="Organisation", required=False, max_length=100)
    tutor_name = fields.TextField(label="Tutor", required=False, max_length=100)

    def __init__(self, data: Any, everybody: QuerySet[Apprenticeship]) -> None:
        super().__init__(data)
        plans = [(one, " version ".join(one.rsplit("-", 1))) for one in catalogue.plan_ids()]
        self.fields["plan"].choices = [("", "Any"), *plans]  # type: ignore[attr-defined]

    def of(self, rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
        """Those of ``rows`` (read ``with_stage``) that fit every filter somebody has set."""
        chosen = self.chosen()
        rows = named(rows, chosen.get("organisation_name", ""), chosen.get("tutor_name", ""))
        return _of_all(rows, chosen)


def _of_all(rows: QuerySet[Apprenticeship], chosen: dict[str, str]) -> QuerySet[Apprenticeship]:
    """What both have in common."""
    if plan := chosen.get("plan"):
        standard, _, version = plan.rpartition("-")
        rows = rows.filter(standard=standard, version=version)
    if stage := chosen.get("stage"):
        rows = rows.filter(stage=stage)  # type: ignore[misc]  # annotated by with_stage
    elif not chosen.get("q"):  # who is looked for is found; else the list is of those who are there
        rows = rows.filter(withdrawn_on=None)
    return matching(rows, chosen.get("q", ""))
