"""Changing who trains, manages or supervises one apprentice after enrolment."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.in_hand import HANDED_OVER
from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.apprenticeships.services.newcomers import Newcomer, account_for, take_in
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.people import services as people
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import DAY, say


@transaction.atomic
def replace_part(
    *,
    who: Who,
    apprenticeship: Apprenticeship,
    role: Role,
    by: User | Newcomer,
    first_day: dt.date | None = None,
    seen: int | None = None,
) -> Participant:
    """``by`` takes the part from now on; whoever held it holds it no more. Both are logged. Idempotent.

    ``first_day``: the day from which it is theirs, where that was before today. Raises Refused for one to come, before
    the start, or not after the day on which the one before them began; Stale where a life event came after ``seen``.

    Somebody named by name and address is taken in at the employer, as enrolment does. Raises Refused as ``assign``.
    """
    if role not in HANDED_OVER:
        raise Refused(f"Who takes part as {role.label.lower()} is not changed here.")
    if isinstance(by, Newcomer):
        by = account_for(by, who)
        take_in(by, role, apprenticeship.employer, who)
    there = apprenticeship.participants.filter(role=role, person=by, until=None).first()
    if there is not None and first_day not in (None, there.first_day):
        raise Refused(f"{by.name} is {role.label.lower()} already.")
    one = events.locked(apprenticeship, None if there else seen)
    events.save(one)
    part = there or assign(who=who, apprenticeship=apprenticeship, person=by, role=role, first_day=first_day)
    for former in apprenticeship.participants.filter(role=role, until=None).exclude(pk=part.pk):
        if first_day is not None:
            _refuse_day(former, first_day)
        let_go(who=who, participant=former, last_day=first_day - DAY if first_day else None)
    return part


def _refuse_day(former: Participant, first_day: dt.date) -> None:
    began = former.first_day or former.apprenticeship.start
    if first_day <= began:
        raise Refused(
            f"{former.person.name} took this part on {say(began)}: whoever follows them can from the day after on."
        )
    if first_day > timezone.localdate():
        raise Refused(f"{say(first_day)} is still to come. Record the change on that day or later.")


@transaction.atomic
def let_go(*, who: Who, participant: Participant, last_day: dt.date | None = None) -> None:
    """The person takes part no more. Whoever was named by mistake and has not joined is not to come in either.

    They lose the role at the employer where it was given for parts that have ended, and then the invitation sent for
    it: not what another part, an owner or another organisation gave them. Idempotent.
    """
    end_part(who=who, participant=participant, last_day=last_day)
    person, employer = participant.person, participant.apprenticeship.employer
    if person.has_usable_password() or person.is_demo or participant.role == Role.TUTOR:
        return
    parts = Participant.objects.filter(person=person, role=participant.role, apprenticeship__employer=employer)
    if parts.filter(until=None).exists():
        return
    first = timezone.localdate(parts.earliest("since").since)
    for given in person.memberships.filter(organisation=employer, role=participant.role, until=None, since__gte=first):
        people.end_role(who=who, membership=given)
    people.close_way_in(who=who, person=person, organisation=employer)
