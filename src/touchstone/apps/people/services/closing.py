"""Closing an account: its person can no longer sign in. What they did stays, under their name."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.people.models import User
from touchstone.apps.people.services.correcting import by
from touchstone.apps.people.services.sign_ins import end_all
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def close_account(*, who: Who, person: User, reason: str) -> User:
    """End the person's sessions, forget their password and let nobody sign in any more. Idempotent.

    Roles are not ended: an owner of each organisation hands over what was theirs. Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused("Say why the account is closed.")
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if not person.is_active:
        return person
    person.is_active = False
    person.set_unusable_password()  # links for a new one, sent before, work no more
    person.save(update_fields=["is_active", "password"])
    end_all(person)
    post.write(
        to=person.email,
        kind="account",
        subject="Touchstone: your account is closed",
        text=f"Hello {person.name}\n\n{by(who)} has closed your account in Touchstone.\n"
        f"Reason given: {reason.strip()}\n\n"
        "Is this not right? Tell the organisation that made your account, or whoever runs this website.\n",
        person=person.pk,
    )
    log("person.closed", who=who, on=person, personal={"reason": reason.strip()})
    return person
