"""Breaks in learning: days that do not count towards the minimum duration."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.days import say

Kind = BreakInLearning.Kind
LONGEST_AHEAD = dt.timedelta(days=366)  # for its first day
LONGEST = dt.timedelta(days=3 * 366)


@transaction.atomic
def add_break(
    *,
    who: Who,
    apprenticeship: Apprenticeship,
    first_day: dt.date,
    last_day: dt.date | None,
    expected_last_day: dt.date | None = None,
    seen: int | None = None,
) -> BreakInLearning:
    """A break with both days included; no last day while it lasts, then perhaps the one it is expected to have.

    ``seen``: the revision it was decided on. Raises Stale, and Refused for days that cannot be. Idempotent.
    """
    same = apprenticeship.breaks.filter(kind=Kind.BREAK, first_day=first_day, last_day=last_day).first()
    if same and same.expected_last_day == expected_last_day:
        return same  # a form sent twice
    one = events.locked(apprenticeship, seen)
    _check(one, first_day, last_day, expected_last_day)
    added = BreakInLearning.objects.create(
        apprenticeship=one,
        first_day=first_day,
        last_day=last_day,
        expected_last_day=expected_last_day,
        recorded_by_id=who.person_id,
        recorded_at=timezone.now(),
    )
    events.save(one)
    log("break.added", who=who, on=added, apprenticeship=one.pk, details=_days(added))
    return added


@transaction.atomic
def end_break(*, who: Who, broken: BreakInLearning, last_day: dt.date, seen: int | None = None) -> BreakInLearning:
    """Give an open break its last day. Raises Stale; Refused where it has ended already, or would before it began."""
    before = BreakInLearning.objects.filter(pk=broken.pk).first()
    if before is not None and before.last_day == last_day:
        return before
    one, broken = _locked(broken, seen)
    if broken.last_day is not None:
        raise Refused("This break has ended already. Its last day has not been changed.")
    _check(one, broken.first_day, last_day, None, besides=broken)
    broken.last_day = last_day
    broken.save(update_fields=["last_day"])
    events.save(one)
    log("break.ended", who=who, on=broken, apprenticeship=one.pk, details=_days(broken))
    return broken


@transaction.atomic
def correct_break(
    *,
    who: Who,
    broken: BreakInLearning,
    seen: int,
    first_day: dt.date,
    last_day: dt.date | None,
    expected_last_day: dt.date | None,
    reason: str,
) -> BreakInLearning:
    """Put right days that were recorded wrongly; those that stood are kept in the log. Idempotent.

    Raises Stale; Refused without a reason, without a change and for days that cannot be.
    """
    now = (first_day, last_day, expected_last_day)
    one, broken = _locked(broken, None)
    _refuse_without_reason(reason)
    if (broken.first_day, broken.last_day, broken.expected_last_day) == now:
        if one.revision != seen:
            return broken  # a form sent twice
        raise Refused("Nothing is changed: the days are as they were.")
    if one.revision != seen:
        raise Stale
    _check(one, *now, besides=broken)
    was = _days(broken)
    broken.first_day, broken.last_day, broken.expected_last_day = now
    broken.recorded_by_id, broken.recorded_at = who.person_id, timezone.now()
    broken.save()
    events.save(one)
    events.tell(who, one, "a break corrected", "The days of a break in learning are corrected.")
    log(
        "break.corrected",
        who=who,
        on=broken,
        apprenticeship=one.pk,
        details={**_days(broken), "was_first": was["first_day"], "was_last": was["last_day"]},
        personal={"reason": reason.strip()},
    )
    return broken


@transaction.atomic
def remove_break(*, who: Who, broken: BreakInLearning, seen: int, reason: str) -> Apprenticeship:
    """Take out a break there never was; the log keeps its days. Idempotent. Raises Stale; Refused without a reason."""
    if not BreakInLearning.objects.filter(pk=broken.pk).exists():
        return broken.apprenticeship
    one, broken = _locked(broken, seen)
    _refuse_without_reason(reason)
    events.refuse_released(one)
    removed = _days(broken)
    log(
        "break.removed",
        who=who,
        on=broken,
        apprenticeship=one.pk,
        details=removed,
        personal={"reason": reason.strip()},
    )
    broken.delete()
    events.save(one)
    events.tell(who, one, "a break taken out", "A break in learning that was recorded by mistake is taken out.")
    return one


def _locked(broken: BreakInLearning, seen: int | None) -> tuple[Apprenticeship, BreakInLearning]:
    one = events.locked(broken.apprenticeship, seen)
    found = BreakInLearning.objects.filter(pk=broken.pk).first()
    if found is None:
        raise Stale
    if found.kind != Kind.BREAK:
        raise Refused("This is a withdrawal: record the return instead.")
    return one, found


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why this is corrected.")


def _check(
    one: Apprenticeship,
    first: dt.date,
    last: dt.date | None,
    expected: dt.date | None,
    besides: BreakInLearning | None = None,
) -> None:
    events.refuse_released(one)
    if first < one.start:
        raise Refused("A break cannot begin before the apprenticeship starts.")
    if first > timezone.localdate() + LONGEST_AHEAD:
        raise Refused("A break can be recorded at most a year ahead.")
    for day in (last, expected):
        if day is not None and day < first:
            raise Refused("The last day of a break cannot come before its first day.")
        if day is not None and day - first > LONGEST:
            raise Refused("A break of more than three years cannot be recorded. Check the years.")
    others = one.breaks.exclude(pk=besides.pk) if besides else one.breaks.all()
    for other in others:
        if (last is None or other.first_day <= last) and (other.last_day is None or first <= other.last_day):
            if other.kind == Kind.WITHDRAWAL:
                raise Refused(f"These days overlap a withdrawal that began on {say(other.first_day)}.")
            raise Refused("These days overlap a break that is already recorded.")


def _days(broken: BreakInLearning) -> dict[str, str]:
    return {
        "first_day": broken.first_day.isoformat(),
        "last_day": broken.last_day.isoformat() if broken.last_day else "",
    }
