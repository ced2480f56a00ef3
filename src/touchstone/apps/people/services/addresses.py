"""A person's e-mail address, as the accounts package holds it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Q

from touchstone.apps.people.models import User


def vouch_for_address(*, person: User) -> None:
    """Let the accounts package know the person's address as theirs, and no other: it sends the links of a reset there.

    In the caller's transaction, which logs what made the address theirs.
    """
    EmailAddress.objects.filter(Q(user=person) | Q(email=person.email)).delete()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
