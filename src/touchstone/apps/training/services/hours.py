"""Off-the-job hours: writing down, correcting, taking out."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.once import once
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training.models import Hours

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """What somebody writes down: ``minutes`` of ``activity`` on a day, what was learned, perhaps a piece of it."""

    day: dt.date
    minutes: int
    activity: str
    learned: str
    evidence: Evidence | None = None


def add_hours(*, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, day: Day) -> Hours:
    """``id`` comes from the form: sent twice, it counts once. Raises Refused."""
    return once(
        Hours, id, lambda: _add(who, id, apprenticeship, day), of=apprenticeship.pk, start_again="the log of hours"
    )


@transaction.atomic
def change_hours(*, who: Who, hours: Hours, version: int, day: Day) -> Hours:
    """Raises Stale where the entry has changed since ``version``, Refused for what cannot be."""
    hours = _locked(hours, version)
    before = {"day": hours.day.isoformat(), "minutes": hours.minutes, "learned": hours.learned}
    _check(hours.apprenticeship, day, besides=hours.pk)
    _write(hours, day)
    hours.version += 1
    hours.save()
    log(
        "hours.changed",
        who=who,
        on=hours,
        apprenticeship=hours.apprenticeship_id,
        details={"day": day.day.isoformat(), "minutes": day.minutes},
        personal={"before": before},
    )
    return hours


@transaction.atomic
def remove_hours(*, who: Who, hours: Hours, version: int, reason: str) -> Hours:
    """Raises Refused without a reason, Stale where the entry has changed."""
    if not reason.strip():
        raise Refused("Say why these hours are taken out: the reason is kept.")
    hours = _locked(hours, version)
    hours.removed_at = timezone.now()
    hours.version += 1
    hours.save(update_fields=["removed_at", "version"])
    log(
        "hours.removed",
        who=who,
        on=hours,
        apprenticeship=hours.apprenticeship_id,
        details={"day": hours.day.isoformat(), "minutes": hours.minutes},
        personal={"reason": reason.strip()},
    )
    return hours


def _add(who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, day: Day) -> Hours:
    _check(apprenticeship, day, besides=id)
    hours = Hours(id=id, apprenticeship=apprenticeship, added_by_id=person_of(who), added_at=timezone.now())
    _write(hours, day)
    hours.save(force_insert=True)
    log(
        "hours.added",
        who=who,
        on=hours,
        apprenticeship=apprenticeship.pk,
        details={"day": day.day.isoformat(), "minutes": day.minutes},
    )
    return hours


def _write(hours: Hours, day: Day) -> None:
    hours.day, hours.minutes, hours.activity = day.day, day.minutes, day.activity
    hours.learned, hours.evidence = day.learned.strip(), day.evidence


def _check(apprenticeship: Apprenticeship, day: Day, besides: uuid.UUID) -> None:
    reasons = []
    if day.activity not in Hours.Activity.values:
        reasons.append("Choose what kind of training it was.")
    if day.day < apprenticeship.start:
        reasons.append("The day is before the apprenticeship started: only training since then counts.")
    if day.day > timezone.localdate():
        reasons.append("The day is still to come: write hours down once the training has taken place.")
    if any(_within(broken, day.day) for broken in apprenticeship.breaks.all()):
        reasons.append("On that day the apprentice was on a break in learning: training on it cannot count.")
    if not 0 < day.minutes <= DAY_MINUTES:
        reasons.append("Enter how long it took: at least a minute, at most a day.")
    same_day = apprenticeship.hours.filter(day=day.day, removed_at=None).exclude(pk=besides)
    written = same_day.aggregate(sum=Sum("minutes"))["sum"] or 0
    if written + day.minutes > DAY_MINUTES >= day.minutes:
        reasons.append(f"With the {written / 60:g} hours written down already, the day would have more than 24 hours.")
    if day.evidence is not None and day.evidence.apprenticeship_id != apprenticeship.pk:
        reasons.append("The piece of evidence belongs to another apprenticeship.")
    if reasons:
        raise Refused(*reasons)


def _within(broken: BreakInLearning, day: dt.date) -> bool:
    return broken.first_day <= day and (broken.last_day is None or day <= broken.last_day)


def _locked(hours: Hours, version: int) -> Hours:
    now = Hours.objects.select_for_update(of=("self",), no_key=True).select_related("apprenticeship").get(pk=hours.pk)
    if now.version != version or now.removed_at is not None:
        raise Stale
    return now
