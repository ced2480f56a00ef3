"""Which apprenticeships of a very large organisation have something going on: a page about all of them reads these.

Whoever looks after tens of thousands has most of them still collecting, or long finished. Of each thing that can wait
for somebody, the first few apprenticeships are picked by the database.
"""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import BY_TAKING_PART, reach
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.results.models import QualityCheck, Result
from touchstone.standards import catalogue
from touchstone.standards.model import Plan

State = Gateway.State


def with_something_waiting(rows: QuerySet[Apprenticeship], actor: Actor, most: int) -> QuerySet[Apprenticeship]:
    """Of ``rows``, which ``actor`` sees by a role in an organisation: the first ``most`` of each thing that waits.

    Taken part in; gateway submitted, or returned and being put right; a method to book; all agreed, to release; an
    assessment to come; its assessor gone; a record with the assessor, sent back, or with quality assurance; a result
    just released.
    """
    all_of_them = Apprenticeship.objects.filter(reach(actor)).order_by("start", "reference")
    done = Result.objects.filter(apprenticeship=OuterRef("pk"), released_at__lte=timezone.now())
    confirmed = all_of_them.filter(Exists(_attempts(State.CONFIRMED)), ~Exists(done))
    standing = Q(bookings__cancelled_at=None, bookings__isnull=False)
    counted = confirmed.annotate(
        booked=Count("bookings", filter=standing, distinct=True),
        agreed=Count("bookings", filter=standing & Q(bookings__record__state=Record.State.AGREED), distinct=True),
    )
    bookings = Booking.objects.filter(apprenticeship__in=confirmed.order_by().values("pk"), cancelled_at=None)
    by_time, by_start = bookings.order_by("starts_at"), bookings.order_by("apprenticeship__start", "starts_at")
    still_there = current(
        Membership.objects.filter(
            person=OuterRef("assessor"),
            organisation=OuterRef("apprenticeship__assessment_organisation"),
            role=Role.ASSESSOR,
        )
    )
    sent_back = QualityCheck.objects.filter(record__booking=OuterRef("pk"), agreed=False)
    open_, held = Q(record__state=Record.State.OPEN), Q(starts_at__lte=timezone.now())
    parts = [
        all_of_them.filter(reach(actor, BY_TAKING_PART | {Role.APPRENTICE})),
        all_of_them.filter(Exists(_attempts(State.SUBMITTED))),
        all_of_them.filter(Exists(_attempts(State.OPEN)), Exists(_attempts(State.RETURNED))),
        counted.filter(booked__lt=_most_methods()),
        counted.filter(booked__gt=0, agreed=F("booked")),
    ]
    of_bookings = [
        by_time.filter(~held),
        by_time.filter(open_, ~Exists(still_there)),
        by_start.filter(open_, held),
        by_start.filter(open_, Exists(sent_back)),
        by_start.filter(record__state=Record.State.COMPLETED),
    ]
    results = Result.objects.filter(
        apprenticeship__in=all_of_them.order_by().values("pk"), released_at__lte=timezone.now()
    ).order_by("-released_at")
    wanted = Q(pk__in=results.values("apprenticeship")[:most])
    for part in parts:
        wanted |= Q(pk__in=part.values("pk")[:most])
    for some in of_bookings:
        wanted |= Q(pk__in=some.values("apprenticeship")[:most])
    return rows.filter(wanted)


def _attempts(state: str) -> QuerySet[Gateway]:
    return Gateway.objects.filter(apprenticeship=OuterRef("pk"), state=state)


def _most_methods() -> int:
    """How many methods of assessment any plan at hand has."""
    plans = map(catalogue.plan, catalogue.plan_ids())
    return max(len(plan.methods) for plan in plans if isinstance(plan, Plan))
