"""Reads of gateways."""

from __future__ import annotations

from django.db.models import QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to as apprenticeships_visible_to
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Gateway]:
    """Every attempt on the apprenticeships this person may see."""
    return Gateway.objects.filter(apprenticeship__in=apprenticeships_visible_to(actor)).select_related(
        "apprenticeship__apprentice",
        "apprenticeship__provider",
        "apprenticeship__employer",
        "apprenticeship__assessment_organisation",
        "submitted_by",
        "decided_by",
    )


def attempts(apprenticeship: Apprenticeship) -> list[Gateway]:
    """All attempts, the newest first, with who submitted and decided."""
    return list(apprenticeship.gateways.select_related("submitted_by", "decided_by").order_by("-number"))


def current(apprenticeship: Apprenticeship) -> Gateway | None:
    """The newest attempt, in whatever state; None while nobody has begun."""
    return apprenticeship.gateways.order_by("-number").first()


def confirmed(apprenticeship: Apprenticeship) -> Gateway | None:
    """The confirmed attempt, on whose ``decided_at`` every later date hangs."""
    return apprenticeship.gateways.filter(state=Gateway.State.CONFIRMED).first()
