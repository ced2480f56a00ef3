"""How far an apprenticeship has come, in a word: for lists of many."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, TextChoices, Value, When
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.results.models import Result


class Stage(TextChoices):
    """In the order of the journey; whoever is withdrawn has left it, wherever they were."""

    ON_PROGRAMME = "on-programme", "On programme"
    PREPARING = "preparing", "Preparing the gateway"
    SUBMITTED = "submitted", "Gateway submitted"
    RETURNED = "returned", "Gateway returned"
    ASSESSMENT = "assessment", "In assessment"
    RELEASED = "released", "Result released"
    WITHDRAWN = "withdrawn", "Withdrawn"


def with_stage(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with ``stage``, one of ``Stage``; no query more."""
    released = Result.objects.filter(apprenticeship=OuterRef("pk"), released_at__lte=timezone.now())

    def gateway(state: str) -> Exists:
        return Exists(Gateway.objects.filter(apprenticeship=OuterRef("pk"), state=state))

    return rows.annotate(
        stage=Case(
            When(Exists(released), then=Value(Stage.RELEASED.value)),
            When(withdrawn_on__isnull=False, then=Value(Stage.WITHDRAWN.value)),
            When(gateway(Gateway.State.CONFIRMED), then=Value(Stage.ASSESSMENT.value)),
            When(gateway(Gateway.State.SUBMITTED), then=Value(Stage.SUBMITTED.value)),
            When(gateway(Gateway.State.OPEN), then=Value(Stage.PREPARING.value)),
            When(gateway(Gateway.State.RETURNED), then=Value(Stage.RETURNED.value)),
            default=Value(Stage.ON_PROGRAMME.value),
            output_field=CharField(),
        )
    )
