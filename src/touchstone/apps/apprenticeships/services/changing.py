"""Another employer, another version of the standard: from a day on."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.in_hand import own_apprenticeships
from touchstone.apps.apprenticeships.models import Apprenticeship, Change
from touchstone.apps.apprenticeships.policy import holds_through
from touchstone.apps.apprenticeships.queries import employers_known_to
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.apprenticeships.services.enrolment import NewEmployer
from touchstone.apps.apprenticeships.services.newcomers import Newcomer, account_for, take_in
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.apprenticeships.services.replacing import let_go
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import DAY, say
from touchstone.standards import catalogue


@transaction.atomic
def change_employer(
    *,
    who: Who,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    seen: int,
    employer: Organisation | NewEmployer,
    line_manager: Newcomer,
    first_day: dt.date,
) -> Apprenticeship:
    """Employed by ``employer`` from ``first_day`` on. The line manager is named with it; the one before sees no more.

    ``id`` comes from the form: sent twice, it is done once. An employer given by name is a new one, never one of that
    name: who made that, nobody here knows. Raises Stale; Refused for an employer this provider does not know, and for
    a day that cannot be.
    """
    if _is_done(id, apprenticeship):
        return apprenticeship
    one = events.locked(apprenticeship, seen)
    events.refuse_released(one)
    events.refuse_to_come(first_day)
    events.refuse_day(one, Change.Kind.EMPLOYER, first_day)
    before, now = one.employer, _employer(one, employer, who)
    leaving = list(one.participants.filter(role=Role.LINE_MANAGER, until=None).select_related("person"))
    for part in leaving:
        let_go(who=who, participant=part, last_day=first_day - DAY)
    note_change(who, id, one, Change.Kind.EMPLOYER, first_day)
    one.employer = now
    events.save(one, "employer")
    take_in(one.apprentice, Role.APPRENTICE, now, who)
    _leave(one, before, who)
    manager = account_for(line_manager, who)
    take_in(manager, Role.LINE_MANAGER, now, who)
    assign(who=who, apprenticeship=one, person=manager, role=Role.LINE_MANAGER, first_day=first_day)
    end_parts_without_role(who, one, first_day)
    events.tell(
        who,
        one,
        "another employer",
        f"Another employer is recorded from {say(first_day)} on: {now.name}.",
        also=[part.person for part in leaving],
    )
    log(
        "employer.changed",
        who=who,
        on=one,
        apprenticeship=one.pk,
        details={"first_day": first_day.isoformat(), "before": str(before.pk), "now": str(now.pk)},
    )
    return one


@transaction.atomic
def change_version(
    *, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, seen: int, version: str, first_day: dt.date
) -> Apprenticeship:
    """By ``version`` of the standard from ``first_day`` on: only forward, and only while no gateway is being decided.

    Raises Stale; Refused for a version that is not a later one, and for a day that cannot be.
    """
    if _is_done(id, apprenticeship):
        return apprenticeship
    one = events.locked(apprenticeship, seen)
    events.refuse_released(one)
    events.refuse_decided_gateway(one, "the version of the standard")
    events.refuse_to_come(first_day)
    events.refuse_day(one, Change.Kind.VERSION, first_day)
    later = {each.version: each for each in catalogue.standard(one.standard).later_than(one.version)}
    if version not in later:
        raise Refused(f"Version {version} is not a later one than {one.version}. A version changes only forward.")
    earliest = later[version].earliest_start
    if earliest is not None and first_day < earliest:
        raise Refused(f"Version {version} begins on {say(earliest)}: nobody can be on it before that day.")
    note_change(who, id, one, Change.Kind.VERSION, first_day)
    before, one.version = one.version, version
    events.save(one, "version")
    events.tell(
        who,
        one,
        "another version",
        f"From {say(first_day)} on it follows version {version} of the standard {one.standard}.",
    )
    log(
        "version.changed",
        who=who,
        on=one,
        apprenticeship=one.pk,
        details={"first_day": first_day.isoformat(), "before": before, "now": version},
    )
    return one


def note_change(who: Who, id: uuid.UUID, one: Apprenticeship, kind: Change.Kind, first_day: dt.date) -> Change:
    """Keep what held until the day before; ``one`` still says it."""
    held: dict[Change.Kind, dict[str, Organisation | str]] = {
        Change.Kind.EMPLOYER: {"organisation": one.employer},
        Change.Kind.PROVIDER: {"organisation": one.provider},
        Change.Kind.VERSION: {"version": one.version},
    }
    return Change.objects.create(
        id=id,
        apprenticeship=one,
        kind=kind,
        first_day=first_day,
        recorded_by_id=person_of(who),
        recorded_at=timezone.now(),
        **held[kind],
    )


def end_parts_without_role(who: Who, one: Apprenticeship, first_day: dt.date) -> None:
    """End every part whose role nobody holds through the organisations of today: theirs was that of before."""
    for part in one.participants.filter(until=None).select_related("person"):
        if not holds_through(actor_for(part.person), Role(part.role), one):
            end_part(who=who, participant=part, last_day=first_day - DAY)


def _is_done(id: uuid.UUID, apprenticeship: Apprenticeship) -> bool:
    before = Change.objects.filter(pk=id).first()
    if before is not None and before.apprenticeship_id != apprenticeship.pk:
        raise Refused("This form has already been used. Start again from the page of changes.")
    return before is not None


def _employer(one: Apprenticeship, employer: Organisation | NewEmployer, who: Who) -> Organisation:
    if isinstance(employer, NewEmployer):
        return people.make_organisation(who=who, kind=OrganisationKind.EMPLOYER, name=employer.name.strip())
    if employer.pk == one.employer_id:
        raise Refused(f"{one.apprentice.name} is employed by {employer.name} already.")
    if not employers_known_to([one.provider_id]).filter(pk=employer.pk).exists():
        raise Refused(f"{one.provider.name} trains no apprentice of {employer.name}. Enter the employer by name.")
    return employer


def _leave(one: Apprenticeship, before: Organisation, who: Who) -> None:
    """The apprentice belongs to the employer of before no more, unless another apprenticeship of theirs is there."""
    if own_apprenticeships(one.apprentice, before):
        return
    for given in one.apprentice.memberships.filter(organisation=before, role=Role.APPRENTICE, until=None):
        people.end_role(who=who, membership=given)
    if not one.apprentice.has_usable_password() and not one.apprentice.is_demo:
        people.close_way_in(who=who, person=one.apprentice, organisation=before)
