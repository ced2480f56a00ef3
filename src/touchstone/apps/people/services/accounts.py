"""Accounts: making one, setting its password."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.services.letters import tell
from touchstone.apps.people.services.sign_ins import end_all
from touchstone.apps.records.log import Who, log


@transaction.atomic
def make_person(*, who: Who, email: str, name: str, password: str | None = None, is_demo: bool = False) -> User:
    """A new account. Without a password nobody can sign in to it until one is set.

    Whoever a demo person makes an account for is of the demo too, so that a visitor can go on as them.
    """
    of_demo = is_demo or (isinstance(who, Actor) and who.is_demo)
    person = User.objects.create_user(email, password, name=name.strip(), is_demo=of_demo)
    log("person.made", who=who, on=person, personal={"name": person.name, "email": person.email})
    return person


@transaction.atomic
def set_password(*, who: Who, person: User, password: str) -> None:
    """The password is taken as it is: the form has checked that it is good enough.

    Ends their sessions. The one it was changed in goes on under a new key, which the accounts package sees to.
    """
    changed = person.has_usable_password()
    person.set_password(password)
    person.save(update_fields=["password"])
    end_all(person)
    if changed:
        tell(person, "Your password is changed", "Your password has been changed.")
    else:
        tell(person, "Your password is set", "A password has been set for your account.")
    log("person.password-set", who=who, on=person)
