"""Withdrawal from the apprenticeship, and the return to it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.apprenticeships.services.breaks import end_break
from touchstone.apps.apprenticeships.services.offering import drop_offers
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import DAY, say

Kind = BreakInLearning.Kind


@transaction.atomic
def withdraw(*, who: Who, apprenticeship: Apprenticeship, seen: int, first_day: dt.date, reason: str) -> Apprenticeship:
    """``first_day`` is the first on which they learn no more. Nothing is deleted, and they can return.

    A break that goes on ends the day before, and an offer to another provider is taken back. Idempotent. Raises Stale;
    Refused without a reason, and for a day before something else that is recorded.
    """
    one = Apprenticeship.objects.get(pk=apprenticeship.pk)
    if one.withdrawn_on == first_day:
        return one
    one = events.locked(apprenticeship, seen)
    events.refuse_released(one)
    if one.withdrawn_on is not None:
        raise Refused(f"{one.apprentice.name} is withdrawn since {say(one.withdrawn_on)} already.")
    if not reason.strip():
        raise Refused("Say why the apprentice withdraws.")
    events.refuse_to_come(first_day)
    if first_day < one.start:
        raise Refused(f"Nobody withdraws before the start on {say(one.start)}.")
    _refuse_later(one, first_day)
    open_break = one.breaks.filter(last_day=None).first()
    if open_break is not None:
        end_break(who=who, broken=open_break, last_day=first_day - DAY)
    drop_offers(who=who, one=one)
    out = BreakInLearning.objects.create(
        apprenticeship=one,
        kind=Kind.WITHDRAWAL,
        first_day=first_day,
        recorded_by_id=person_of(who),
        recorded_at=timezone.now(),
    )
    one.refresh_from_db(fields=["revision"])
    one.withdrawn_on = first_day
    events.save(one, "withdrawn_on")
    events.tell(who, one, "withdrawn", f"A withdrawal from the apprenticeship is recorded, from {say(first_day)} on.")
    log(
        "apprenticeship.withdrawn",
        who=who,
        on=out,
        apprenticeship=one.pk,
        details={"first_day": first_day.isoformat()},
        personal={"reason": reason.strip()},
    )
    return one


@transaction.atomic
def come_back(*, who: Who, apprenticeship: Apprenticeship, seen: int, first_day: dt.date) -> Apprenticeship:
    """Learning goes on from ``first_day``. On the day of the withdrawal itself: it was recorded by mistake.

    Idempotent. Raises Stale; Refused for a day before the withdrawal or to come.
    """
    one = Apprenticeship.objects.get(pk=apprenticeship.pk)
    if one.withdrawn_on is None and _came_back(one, first_day):
        return one
    one = events.locked(apprenticeship, seen)
    if one.withdrawn_on is None:
        raise Refused(f"{one.apprentice.name} is not withdrawn.")
    events.refuse_to_come(first_day)
    out = one.breaks.get(kind=Kind.WITHDRAWAL, last_day=None)
    if first_day < out.first_day:
        raise Refused(f"The return cannot come before the withdrawal on {say(out.first_day)}.")
    details = {"withdrawn": out.first_day.isoformat(), "first_day": first_day.isoformat()}
    if first_day == out.first_day:
        out.delete()
    else:
        out.last_day = first_day - DAY
        out.save(update_fields=["last_day"])
    one.withdrawn_on = None
    events.save(one, "withdrawn_on")
    events.tell(who, one, "back in learning", f"A return to the apprenticeship is recorded, on {say(first_day)}.")
    log("apprenticeship.returned", who=who, on=one, apprenticeship=one.pk, details=details)
    return one


def _came_back(one: Apprenticeship, first_day: dt.date) -> bool:
    return one.breaks.filter(kind=Kind.WITHDRAWAL, last_day=first_day - DAY).exists()


def _refuse_later(one: Apprenticeship, day: dt.date) -> None:
    """Nothing can have happened in the apprenticeship from ``day`` on."""
    later = one.changes.filter(first_day__gte=day).order_by("first_day").first()
    if later is not None:
        raise Refused(f"{later.get_kind_display()}: a change on {say(later.first_day)} is recorded, after this day.")
    out = one.breaks.filter(Q(last_day__gte=day) | Q(last_day=None, first_day__gte=day)).order_by("first_day").first()
    if out is not None:
        raise Refused(
            f"{out.get_kind_display()} from {say(out.first_day)}: these days are recorded already. Correct them first."
        )
