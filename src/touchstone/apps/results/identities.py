"""How long the photo of an identity document is kept: so many days after the last assessment, once there is a result.

Appeals cannot be recorded yet, so none can hold it. What holds it is an assessment that lies ahead or is not agreed,
and a result that is not released, or not since the last assessment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.gateway.models import Given
from touchstone.apps.gateway.requirements import DOCUMENTS
from touchstone.rules.days import add_days

NO_RESULT = "There is no result yet."


@dataclass(frozen=True, slots=True)
class Keeping:
    """``until``: the day it is deleted; None while nobody can say, for ``because``. ``days``: the setting."""

    until: dt.date | None
    because: str
    days: int


def keeping_of(apprenticeship: Apprenticeship) -> Keeping:
    """One query."""
    return _keeping(_with_ends(Apprenticeship.objects.filter(pk=apprenticeship.pk)).get())


def not_before_a_result() -> Keeping:
    """While the gateway is not confirmed: nothing is booked before that, so there is no result."""
    return Keeping(None, NO_RESULT, settings.IDENTITY_DAYS)


def whose_time_is_over() -> list[Apprenticeship]:
    """The apprenticeships whose identity document is to be deleted today or was to be before. One query."""
    today = timezone.localdate()
    has = Given.objects.filter(gateway__apprenticeship=OuterRef("pk"), fact__in=DOCUMENTS, file__isnull=False)
    ended = timezone.now() - dt.timedelta(days=settings.IDENTITY_DAYS - 1)
    rows = _with_ends(Apprenticeship.objects.filter(Exists(has)))
    rows = rows.filter(released__isnull=False, last__lt=ended)  # type: ignore[misc]  # annotated
    return [one for one in rows if (until := _keeping(one).until) is not None and until <= today]


def _with_ends(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """With ``last`` (assessment not cancelled), ``released`` (the newest result), ``open`` (an assessment is)."""
    standing = Booking.objects.filter(apprenticeship=OuterRef("pk"), cancelled_at=None)
    return rows.annotate(
        last=Max("bookings__starts_at", filter=Q(bookings__cancelled_at=None)),
        released=Max("results__released_at", filter=Q(results__released_at__lte=timezone.now())),
        open=Exists(standing.exclude(record__state=Record.State.AGREED)),
    )


def _keeping(one: Apprenticeship) -> Keeping:
    last: dt.datetime | None = one.last  # type: ignore[attr-defined]  # annotated
    released: dt.datetime | None = one.released  # type: ignore[attr-defined]  # annotated
    days = settings.IDENTITY_DAYS
    if last is None or released is None:
        return Keeping(None, NO_RESULT, days)
    if one.open or last > timezone.now():  # type: ignore[attr-defined]  # annotated
        return Keeping(None, "An assessment is not finished.", days)
    if released < last:
        return Keeping(None, "There is no result yet of the last assessment.", days)
    return Keeping(add_days(timezone.localdate(last), days), "", days)
