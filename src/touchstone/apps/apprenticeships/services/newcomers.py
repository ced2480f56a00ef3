"""People named by name and e-mail address: an account that exists already, or a new one with an invitation to it."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.apps.apprenticeships.names import OTHER_NAME, same_name
from touchstone.apps.people import services as people
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody named by name and e-mail address: an account that exists already, or a new one."""

    name: str
    email: str


def account_for(named: Newcomer, who: Who) -> User:
    """The account of that e-mail address, or a new one. An account of another name is nobody this tutor knows."""
    email = named.email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known is None:
        return people.make_person(who=who, email=email, name=named.name)
    if not same_name(known.name, named.name):
        raise Refused(OTHER_NAME.format(email=email))
    return known


def take_in(person: User, role: Role, organisation: Organisation, who: Who) -> None:
    """Give the role in the organisation, and a way in to whoever has none yet. In the caller's transaction."""
    people.give_role(who=who, person=person, organisation=organisation, role=role)
    people.invite_to_account(who=who, person=person, organisation=organisation)
