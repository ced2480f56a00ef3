"""Who takes part in an apprenticeship: taking up a role on it, and ending that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.policy import NOT_TOGETHER, holds_through
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def assign(
    *, who: Who, apprenticeship: Apprenticeship, person: User, role: Role, first_day: dt.date | None = None
) -> Participant:
    """``person`` takes part in ``role`` from now on; ``first_day``: since when, where that was another day. Idempotent.

    Raises Refused where the person does not hold the role in an organisation of this apprenticeship, or has (now or
    earlier) a role on it that nobody may combine with this one.
    """
    # one assignment at a time: two that may not go together must see each other
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    current = apprenticeship.participants.filter(person=person, role=role, until=None).first()
    if current:
        return current
    if not holds_through(actor_for(person), role, apprenticeship):
        raise Refused(
            f"{person.name} is not {_article(role)} at an organisation of this apprenticeship, "
            "so cannot take part as one."
        )
    held_ever = {Role(part.role) for part in apprenticeship.participants.filter(person=person)}
    if apprenticeship.apprentice_id == person.pk:
        held_ever.add(Role.APPRENTICE)
    refuse_combinations(role, held_ever)
    participant = Participant.objects.create(
        apprenticeship=apprenticeship, person=person, role=role, since=timezone.now(), first_day=first_day
    )
    log(
        "person.assigned",
        who=who,
        on=participant,
        apprenticeship=apprenticeship.pk,
        details={"person": str(person.pk), "role": role.value},
    )
    return participant


@transaction.atomic
def end_part(*, who: Who, participant: Participant, last_day: dt.date | None = None) -> Participant:
    """The person takes part no more, from now on; ``last_day``: until when they did, where that was another day.

    Idempotent.
    """
    participant = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    if participant.until is not None:
        return participant
    participant.until, participant.last_day = timezone.now(), last_day
    participant.save(update_fields=["until", "last_day"])
    log(
        "person.ended",
        who=who,
        on=participant,
        apprenticeship=participant.apprenticeship_id,
        details={"person": str(participant.person_id), "role": participant.role},
    )
    return participant


def refuse_combinations(role: Role, others: Iterable[Role]) -> None:
    """Raise Refused, with each reason, where ``role`` may not be combined with one of ``others``."""
    reasons = [NOT_TOGETHER[pair] for other in others if (pair := frozenset({role, other})) in NOT_TOGETHER]
    if reasons:
        raise Refused(*sorted(reasons))


def _article(role: Role) -> str:
    label = role.label.lower()
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"
