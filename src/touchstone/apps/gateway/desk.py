"""The assessment organisation's desk: what waits for its decision, for how long, and how soon it decided of late."""

from __future__ import annotations

import datetime as dt
import statistics
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.apps.gateway.models import Gateway, PromisedDays
from touchstone.apps.gateway.queries import visible_to
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.rules import days
from touchstone.standards import catalogue

LOOKED_BACK = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Turnaround:
    """An organisation's own promise in working days (None: it has made none), and how long each decision took."""

    organisation: uuid.UUID
    name: str
    promised: int | None = None
    took: list[int] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return statistics.median(self.took) if self.took else None

    @property
    def on_time(self) -> int | None:
        return None if self.promised is None else sum(days <= self.promised for days in self.took)


@dataclass(frozen=True, slots=True)
class Choices:
    """What occurs among the gateways that wait, as (value, words)."""

    standards: tuple[tuple[str, str], ...]
    providers: tuple[tuple[str, str], ...]


def waiting(actor: Actor) -> QuerySet[Gateway]:
    """The submitted gateways ``actor`` may decide on, the oldest first."""
    own = actor.organisations(Role.ADMINISTRATOR)
    rows = visible_to(actor).filter(state=Gateway.State.SUBMITTED, apprenticeship__assessment_organisation__in=own)
    return rows.order_by("submitted_at", "pk")


def choices_among(rows: QuerySet[Gateway]) -> Choices:
    """One query."""
    of = "apprenticeship__"
    columns = (f"{of}standard", f"{of}provider", f"{of}provider__name")
    found = set(rows.order_by().values_list(*columns).distinct())
    standards = sorted({standard for standard, *_ in found})
    providers = sorted({(str(pk), name) for _, pk, name in found}, key=lambda one: one[1].casefold())
    titles = ((one, f"{catalogue.standard(one).title} ({one})") for one in standards)
    return Choices(tuple(titles), tuple(providers))


def older_than(rows: QuerySet[Gateway], working_days: int) -> QuerySet[Gateway]:
    """Those of ``rows`` submitted at least so many working days ago."""
    return rows.filter(submitted_at__lt=_end_of(working_days))


def late(rows: QuerySet[Gateway], promised: Mapping[uuid.UUID, int | None]) -> QuerySet[Gateway]:
    """Those of ``rows`` that wait for longer than their organisation promised."""
    over = Q(pk=None)
    for organisation, number in promised.items():
        if number is not None:
            over |= Q(apprenticeship__assessment_organisation=organisation, submitted_at__lt=_end_of(number + 1))
    return rows.filter(over)


def turnarounds(actor: Actor) -> list[Turnaround]:
    """Of each organisation ``actor`` administers: its promise, and what was decided in 90 days. Two queries."""
    own = {has.organisation: has.organisation_name for has in actor.held if has.role == Role.ADMINISTRATOR}
    promised = dict(PromisedDays.objects.filter(organisation__in=own).values_list("organisation", "days"))
    found = {pk: Turnaround(pk, name, promised.get(pk)) for pk, name in own.items()}
    for organisation, submitted_at, decided_at in _decided_of_late(own):
        found[organisation].took.append(age(submitted_at, decided_at))
    return list(found.values())


def age(since: dt.datetime, until: dt.datetime) -> int:
    """In working days of England: a gateway submitted today is 0 days old."""
    holidays = catalogue.shared().calendar.days
    return days.working_days(timezone.localdate(since), timezone.localdate(until), holidays)


def promise_of(organisation: uuid.UUID) -> PromisedDays | None:
    return PromisedDays.objects.select_related("set_by").filter(organisation=organisation).first()


def _decided_of_late(organisations: Collection[uuid.UUID]) -> Iterable[tuple[uuid.UUID, dt.datetime, dt.datetime]]:
    decided = Gateway.objects.filter(
        decided_at__gte=timezone.now() - LOOKED_BACK,
        submitted_at__isnull=False,
        apprenticeship__assessment_organisation__in=organisations,
    )
    return decided.values_list(  # type: ignore[return-value]  # neither is null here
        "apprenticeship__assessment_organisation", "submitted_at", "decided_at"
    )


def _end_of(working_days: int) -> dt.datetime:
    """The end of the last day since which so many working days have come."""
    since = days.working_days_ago(timezone.localdate(), working_days, catalogue.shared().calendar.days)
    return timezone.make_aware(dt.datetime.combine(days.add_days(since, 1), dt.time()))
