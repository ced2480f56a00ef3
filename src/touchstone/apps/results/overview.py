"""Reads across every stage at once: for pages about everything, with the same few queries for one row or a thousand."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.assessment.models import Booking
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.results.models import QualityCheck, Result


def all_stages(actor: Actor) -> QuerySet[Apprenticeship]:
    """The apprenticeships this person may see, the longest on programme first. Four queries when read.

    Each carries ``pieces`` (of evidence) and ``result_at`` (None before release); read with it are its ``attempts`` at
    the gateway (the newest first, with ``facts`` given) and its ``standing`` bookings (in time order, with assessor,
    record and ``sent_back``: whether quality assurance ever sent the record back, and ``assessor_here``: whether the
    assessor is still one at the assessment organisation).
    """
    live = Evidence.objects.filter(apprenticeship=OuterRef("pk"), removed_at=None)
    pieces = live.order_by().values("apprenticeship").annotate(number=Count("*"))
    newest = Result.objects.filter(apprenticeship=OuterRef("pk")).order_by("-number")
    sent_back = QualityCheck.objects.filter(record__booking=OuterRef("pk"), agreed=False)
    assessors = current(
        Membership.objects.filter(
            person=OuterRef("assessor"),
            organisation=OuterRef("apprenticeship__assessment_organisation"),
            role=Role.ASSESSOR,
        )
    )
    bookings = (
        Booking.objects.filter(cancelled_at=None)
        .select_related("assessor", "record")
        .annotate(sent_back=Exists(sent_back), assessor_here=Exists(assessors))
        .order_by("starts_at")
    )
    return (
        visible_to(actor)
        .annotate(
            pieces=Coalesce(Subquery(pieces.values("number")), 0),
            result_at=Subquery(newest.values("released_at")[:1]),
        )
        .prefetch_related(
            Prefetch("gateways", queryset=Gateway.objects.order_by("-number"), to_attr="attempts"),
            Prefetch("attempts__given", to_attr="facts"),
            Prefetch("bookings", queryset=bookings, to_attr="standing"),
        )
        .order_by("start", "reference")
    )
