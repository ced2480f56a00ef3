"""Reads of mock assessments: until one is shared, only who holds it finds it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.mocks.models import Mock
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.policy import PROGRESS


def mocks_visible_to(actor: Actor) -> QuerySet[Mock]:
    """With the people and organisations a page names."""
    reached = Apprenticeship.objects.filter(reach(actor, PROGRESS)).values("pk")
    return (
        Mock.objects.filter(Q(held_by=actor.person_id) | Q(shared_at__isnull=False), apprenticeship__in=reached)
        .select_related(
            "held_by",
            "apprenticeship__apprentice",
            "apprenticeship__provider",
            "apprenticeship__employer",
            "apprenticeship__assessment_organisation",
        )
        .order_by("-held_on", "-begun_at")
    )
