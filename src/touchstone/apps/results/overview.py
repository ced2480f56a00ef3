"""Reads across every stage at once: for pages about everything, with the same few queries for one row or a thousand."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.assessment.models import Booking
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.results.models import QualityCheck, Result


def all_stages(actor: Actor) -> QuerySet[Apprenticeship]:
    """The apprenticeships this person may see, the longest on programme first. Four queries when read.

    Each carries ``pieces`` (of evidence) and ``result_at`` (None before release); read with it are ``gateways`` (the
    newest first, with what was given) and ``bookings`` that stand (in time order, with assessor, record and
    ``sent_back``: whether quality assurance ever sent the record back, and ``assessor_here``: whether the assessor is
    still one at the assessment organisation).
    """
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
            pieces=Count("evidence", filter=Q(evidence__removed_at=None)),
            result_at=Subquery(newest.values("released_at")[:1]),
        )
        .prefetch_related(
            Prefetch("gateways", queryset=Gateway.objects.order_by("-number")),
            "gateways__given",
            Prefetch("bookings", queryset=bookings),
        )
        .order_by("start", "reference")
    )
