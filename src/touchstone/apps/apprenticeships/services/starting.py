"""Putting right a start date that was entered wrongly."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import already_enrolled
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.apprenticeships.services.enrolment import DUPLICATE
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.days import say


@transaction.atomic
def correct_start(
    *, who: Who, apprenticeship: Apprenticeship, seen: int, start: dt.date, reason: str
) -> Apprenticeship:
    """The apprenticeship started on ``start``, and always had. Asks the question "start" anew and keeps the answer.

    Idempotent. Raises Stale; Refused without a reason, once a gateway is being decided, where the version takes no
    start on that day, and where something is recorded from before it.
    """
    one = events.locked(apprenticeship, None)
    if not reason.strip():
        raise Refused("Say why this is corrected.")
    if one.start == start:
        if one.revision != seen:
            return one  # a form sent twice
        raise Refused("Nothing is changed: the start is as it was.")
    if one.revision != seen:
        raise Stale
    events.refuse_released(one)
    events.refuse_decided_gateway(one, "the start date")
    _refuse_day(one, start)
    was, one.start = one.start, start
    decision, _ = ask_and_keep("start", _as_enrolled(one), {"start": start, "funding": one.funding}, who=who)
    if decision.outcome == "refused":
        raise Refused.by(decision)
    try:
        with transaction.atomic():
            events.save(one, "start")
    except IntegrityError:  # enrolled, or corrected to it, this moment
        raise Refused(DUPLICATE) from None
    events.tell(
        who, one, "start date corrected", f"The start date is corrected to {say(start)}.\nReason: {reason.strip()}"
    )
    log(
        "apprenticeship.corrected",
        who=who,
        on=one,
        apprenticeship=one.pk,
        details={"what": "start date"},
        personal={
            "old": {"start": was.isoformat()},
            "new": {"start": start.isoformat()},
            "reason": reason.strip(),
        },
    )
    return one


def _as_enrolled(one: Apprenticeship) -> Apprenticeship:
    """On the version they started on: that is the one whose starts the day must fit."""
    first = one.changes.filter(kind="version").order_by("first_day").first()
    return Apprenticeship(
        pk=one.pk,
        standard=one.standard,
        version=first.version if first else one.version,
        assessment_organisation=one.assessment_organisation,
    )


def _refuse_day(one: Apprenticeship, start: dt.date) -> None:
    if one.date_of_birth >= start:
        raise Refused("The date of birth must come before the start date.")
    if already_enrolled(one.uln, one.standard, start, besides=one.pk):
        raise Refused(DUPLICATE)
    out = one.breaks.filter(first_day__lt=start).order_by("first_day").first()
    if out is not None:
        raise Refused(f"{out.get_kind_display()} from {say(out.first_day)}: it is recorded from before this day.")
    change = one.changes.filter(first_day__lte=start).order_by("first_day").first()
    if change is not None:
        raise Refused(f"{change.get_kind_display()}: a change on {say(change.first_day)} is recorded, before this day.")
