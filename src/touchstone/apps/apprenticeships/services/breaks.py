"""Breaks in learning: days that do not count towards the minimum duration."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def add_break(
    *, who: Who, apprenticeship: Apprenticeship, first_day: dt.date, last_day: dt.date | None
) -> BreakInLearning:
    """A break with both days included; no last day while it lasts. Raises Refused for days that cannot be."""
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    same = apprenticeship.breaks.filter(first_day=first_day, last_day=last_day).first()
    if same:
        return same  # a form sent twice
    _check(apprenticeship, first_day, last_day)
    added = BreakInLearning.objects.create(apprenticeship=apprenticeship, first_day=first_day, last_day=last_day)
    log("break.added", who=who, on=added, apprenticeship=apprenticeship.pk, details=_days(added))
    return added


@transaction.atomic
def end_break(*, who: Who, broken: BreakInLearning, last_day: dt.date) -> BreakInLearning:
    """Give an open break its last day. Raises Refused where it has ended already, or would end before it began."""
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=broken.apprenticeship_id)
    broken = BreakInLearning.objects.select_related("apprenticeship").get(pk=broken.pk)
    if broken.last_day is not None:
        if broken.last_day == last_day:
            return broken
        raise Refused("This break has ended already. Its last day has not been changed.")
    _check(broken.apprenticeship, broken.first_day, last_day, besides=broken)
    broken.last_day = last_day
    broken.save(update_fields=["last_day"])
    log("break.ended", who=who, on=broken, apprenticeship=broken.apprenticeship_id, details=_days(broken))
    return broken


def _check(
    apprenticeship: Apprenticeship, first: dt.date, last: dt.date | None, besides: BreakInLearning | None = None
) -> None:
    if first < apprenticeship.start:
        raise Refused("A break cannot begin before the apprenticeship starts.")
    if last is not None and last < first:
        raise Refused("The last day of a break cannot come before its first day.")
    others = apprenticeship.breaks.exclude(pk=besides.pk) if besides else apprenticeship.breaks.all()
    for other in others:
        if (last is None or other.first_day <= last) and (other.last_day is None or first <= other.last_day):
            raise Refused("These days overlap a break that is already recorded.")


def _days(broken: BreakInLearning) -> dict[str, str]:
    return {
        "first_day": broken.first_day.isoformat(),
        "last_day": broken.last_day.isoformat() if broken.last_day else "",
    }
