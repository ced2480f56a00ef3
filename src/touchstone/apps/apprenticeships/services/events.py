"""What every life event does: lock the apprenticeship, see that the day can be, count the event, tell people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who
from touchstone.apps.records.queries import entries_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.days import say

GATEWAY = ("gateway.submitted", "gateway.returned", "gateway.confirmed")
CONCERNED = (Role.TUTOR, Role.LINE_MANAGER)


def locked(apprenticeship: Apprenticeship, seen: int | None) -> Apprenticeship:
    """As it stands now, locked until the transaction ends. Raises Stale where a life event came after ``seen``."""
    # in two steps: joined while locking, PostgreSQL finds no row whose organisation has changed while it waited
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    with_names = ("apprentice", "provider", "employer", "assessment_organisation")
    one = Apprenticeship.objects.select_related(*with_names).get(pk=apprenticeship.pk)
    if seen is not None and one.revision != seen:
        raise Stale
    return one


def save(one: Apprenticeship, *fields: str) -> None:
    """``fields`` of it, and that there was one life event more."""
    one.revision += 1
    one.save(update_fields=[*fields, "revision"])


def is_released(apprenticeship: Apprenticeship) -> bool:
    """Whether its result has been released: the log knows, of stages this app does not."""
    return entries_of(apprenticeship.pk, {"result.released"}).exists()


def refuse_released(one: Apprenticeship) -> None:
    if is_released(one):
        raise Refused("The result is released: the apprenticeship is over, and nothing of it changes any more.")


def refuse_decided_gateway(one: Apprenticeship, what: str) -> None:
    """Raise Refused where the gateway is with the assessment organisation, or confirmed."""
    newest = entries_of(one.pk, GATEWAY).first()
    if newest is None or newest.verb == "gateway.returned":
        return
    if newest.verb == "gateway.confirmed":
        raise Refused(f"The gateway is confirmed, by the rules it was decided on: {what} changes no more.")
    raise Refused(
        f"The gateway is with the assessment organisation. Ask it to return the gateway first: {what} decides on it."
    )


def refuse_withdrawn(one: Apprenticeship) -> None:
    if one.withdrawn_on is not None:
        raise Refused(f"{one.apprentice.name} is withdrawn since {say(one.withdrawn_on)}. Record the return first.")


def refuse_to_come(day: dt.date) -> None:
    if day > timezone.localdate():
        raise Refused(f"{say(day)} is still to come. Record it on that day or later.")


def refuse_day(one: Apprenticeship, kind: str, day: dt.date) -> None:
    """Raise Refused where nothing of this ``Change.Kind`` can have changed on ``day``."""
    refuse_withdrawn(one)
    if day <= one.start:
        raise Refused(f"It must be a day after the start on {say(one.start)}.")
    newest = one.changes.filter(kind=kind).order_by("-first_day").first()
    if newest is not None and day <= newest.first_day:
        raise Refused(
            f"The last change of the same kind was on {say(newest.first_day)}. This one must come after that day."
        )
    out = one.breaks.filter(kind=BreakInLearning.Kind.WITHDRAWAL, first_day__lte=day, last_day__gte=day).first()
    if out is not None and out.last_day:
        raise Refused(
            f"{one.apprentice.name} was withdrawn from {say(out.first_day)} to {say(out.last_day)}: "
            "nothing changes on a day between."
        )


def tell(
    who: Who,
    one: Apprenticeship,
    subject: str,
    text: str,
    *,
    also: Collection[User] = (),
    roles: Collection[Role] = CONCERNED,
) -> int:
    """By mail, the apprentice and those who take part in ``roles`` today, but not whoever did it. How many were told.

    Mail can be read by others on its way: it carries the reference and no name.
    """
    parts = one.participants.filter(role__in=roles, until=None).select_related("person")
    people = {person.pk: person for person in (one.apprentice, *(part.person for part in parts), *also)}
    told = [
        person for person in people.values() if person.pk != who.person_id and person.is_active and not person.is_demo
    ]
    for person in told:
        post.write(
            to=person.email,
            kind="life-event",
            subject=f"Touchstone: {subject}, {one.reference}",
            text=f"Hello {person.name}\n\n{text}\n\nThis is about the apprenticeship {one.reference}. Sign in to "
            "Touchstone and open “Changes” to see what it means for its dates.\n\n"
            "Is this not right? Tell the training provider’s quality lead.\n",
            person=person.pk,
        )
    return len(told)
