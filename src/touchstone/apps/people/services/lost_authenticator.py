"""A colleague has lost what they confirm their sign-in with."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import others_answering_for
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.services.second_factor import remove_second_factor
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def remove_second_factor_of_member(*, who: Actor, person: User, organisation: Organisation, reason: str) -> None:
    """For an owner of ``organisation``, about somebody who holds a role there.

    Raises Refused also where another organisation with an owner of its own knows the person: an owner of the one must
    not open what the person does for the other.
    """
    if not current(Membership.objects.filter(person=person, organisation=organisation)).exists():
        raise Refused(f"{person.name} holds no role at {organisation.name}.")
    if others_answering_for(person, organisation).exists():
        raise Refused(
            f"{person.name} also holds a role in another organisation, which has an owner of its own. "
            "Whoever runs this site removes the second step of somebody like that."
        )
    remove_second_factor(who=who, person=person, reason=reason)
