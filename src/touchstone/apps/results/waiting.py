"""Which apprenticeships of a very large organisation have something going on: a page about all of them reads these.

Whoever looks after tens of thousands has most of them still collecting, or long finished. Of each thing that can wait
for somebody, the first few apprenticeships are picked by the database, which stops looking when it has them.
"""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import BY_ASSESSMENT_ORGANISATION, BY_PROVIDER, BY_TAKING_PART, reach
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
    picked = [
        *(part.values("pk")[:most] for part in [_own(actor), *_at_the_gateway(actor), *_to_act_on(actor)]),
        *(part.values("apprenticeship")[:most] for part in [*_booked(actor), _released(actor)]),
    ]
    few = [Apprenticeship.objects.filter(pk__in=one).values("pk") for one in picked]
    return rows.filter(pk__in=few[0].union(*few[1:]))


def _of(actor: Actor, path: str = "") -> Q:
    """Those of the organisations ``actor`` looks after; ``path`` leads to the apprenticeship."""
    return Q(**{f"{path}provider__in": actor.organisations(*BY_PROVIDER)}) | Q(
        **{f"{path}assessment_organisation__in": actor.organisations(*BY_ASSESSMENT_ORGANISATION)}
    )


def _by_start(actor: Actor) -> QuerySet[Apprenticeship]:
    return Apprenticeship.objects.filter(_of(actor)).order_by("start")


def _own(actor: Actor) -> QuerySet[Apprenticeship]:
    return Apprenticeship.objects.filter(reach(actor, BY_TAKING_PART | {Role.APPRENTICE})).order_by("start")


def _at_the_gateway(actor: Actor) -> list[QuerySet[Apprenticeship]]:
    return [
        _by_start(actor).filter(Exists(_attempts(State.SUBMITTED))),
        _by_start(actor).filter(Exists(_attempts(State.OPEN)), Exists(_attempts(State.RETURNED))),
    ]


def _to_act_on(actor: Actor) -> list[QuerySet[Apprenticeship]]:
    """With a method to book; with all of them agreed."""
    confirmed = _by_start(actor).filter(Exists(_attempts(State.CONFIRMED)), ~Exists(_results("pk")))
    standing = Booking.objects.filter(apprenticeship=OuterRef("pk"), cancelled_at=None)
    number = standing.order_by().values("apprenticeship").annotate(number=Count("pk")).values("number")
    return [
        confirmed.annotate(booked=Coalesce(Subquery(number), 0)).filter(booked__lt=_most_methods()),
        confirmed.filter(Exists(standing), ~Exists(standing.exclude(record__state=Record.State.AGREED))),
    ]


def _booked(actor: Actor) -> list[QuerySet[Booking]]:
    standing = Booking.objects.filter(_of(actor, "apprenticeship__"), ~Exists(_results("apprenticeship")))
    standing = standing.filter(cancelled_at=None)
    by_time, by_start = standing.order_by("starts_at"), standing.order_by("apprenticeship__start")
    sent_back = QualityCheck.objects.filter(record__booking=OuterRef("pk"), agreed=False)
    still_there = Membership.objects.filter(
        person=OuterRef("assessor"),
        organisation=OuterRef("apprenticeship__assessment_organisation"),
        role=Role.ASSESSOR,
    )
    open_, now = Q(record__state=Record.State.OPEN), timezone.now()
    return [
        by_time.filter(starts_at__gt=now),
        by_time.filter(open_, ~Exists(current(still_there))),
        by_start.filter(open_, starts_at__lte=now),
        by_start.filter(open_, Exists(sent_back)),
        by_start.filter(record__state=Record.State.COMPLETED),
    ]


def _released(actor: Actor) -> QuerySet[Result]:
    mine = Result.objects.filter(_of(actor, "apprenticeship__"), released_at__lte=timezone.now())
    return mine.order_by("-released_at")


def _results(apprenticeship: str) -> QuerySet[Result]:
    return Result.objects.filter(apprenticeship=OuterRef(apprenticeship), released_at__lte=timezone.now())


def _attempts(state: str) -> QuerySet[Gateway]:
    return Gateway.objects.filter(apprenticeship=OuterRef("pk"), state=state)


def _most_methods() -> int:
    """How many methods of assessment any plan at hand has."""
    plans = map(catalogue.plan, catalogue.plan_ids())
    return max(len(plan.methods) for plan in plans if isinstance(plan, Plan))
