"""Handing over what somebody has in hand to a successor in the same organisation."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.apprenticeships.in_hand import HANDED_OVER, parts_held
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def hand_over(*, who: Who, person: User, role: Role, organisation: Organisation, to: User) -> int:
    """Every part ``person`` holds in ``role`` through the organisation becomes that of ``to``: all of them or none.

    Returns how many. The successor is told by mail. Raises Refused for a role that is not handed over, a successor who
    does not hold it there, and, with one reason for each, where they may not take part in an apprenticeship in it.
    """
    if role not in HANDED_OVER:
        raise Refused(f"What somebody does as {role.label.lower()} is not handed over.")
    if to.pk == person.pk:
        raise Refused("Choose somebody else to take over.")
    if organisation.pk not in actor_for(to).organisations(role):
        raise Refused(f"{to.name} is not {role.label.lower()} at {organisation.name}.")
    reasons: list[str] = []
    parts = list(parts_held(person, role, organisation).select_related("apprenticeship").order_by("since"))
    for part in parts:
        try:
            assign(who=who, apprenticeship=part.apprenticeship, person=to, role=role)
        except Refused as refused:
            reasons += [f"{part.apprenticeship.reference}: {reason}" for reason in refused.reasons]
        else:
            end_part(who=who, participant=part)
    if reasons:
        raise Refused(*reasons)
    if parts and not to.is_demo:
        _tell(to, role, organisation, len(parts))
    log(
        "parts.handed-over",
        who=who,
        on=organisation,
        details={"person": str(person.pk), "to": str(to.pk), "role": role.value, "number": len(parts)},
    )
    return len(parts)


def _tell(to: User, role: Role, organisation: Organisation, number: int) -> None:
    """Mail can be read by others on its way: it names no apprentice."""
    apprentices = "1 apprentice" if number == 1 else f"{number} apprentices"
    post.write(
        to=to.email,
        kind="handed-over",
        subject=f"Touchstone: {apprentices} handed over to you",
        text=f"Hello {to.name}\n\nYou are {role.label.lower()} of {apprentices} from now on, handed over to you at "
        f"{organisation.name}. Sign in to Touchstone as you always do: they are in your list of apprentices.\n\n"
        f"Is this not right? Tell the owner of {organisation.name}.\n",
        person=to.pk,
        organisation=organisation.pk,
    )
