"""Reads of apprenticeships, always starting from what the actor may see."""

from __future__ import annotations

from django.db.models import QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.people.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Apprenticeship]:
    """The apprenticeships this person may see, with the people and organisations a page names."""
    return Apprenticeship.objects.filter(reach(actor)).select_related(
        "apprentice", "provider", "employer", "assessment_organisation"
    )
