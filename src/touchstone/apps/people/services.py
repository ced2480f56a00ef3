"""Writes: people, organisations, memberships; forms held for somebody whose session ended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import HeldForm, Membership, Organisation, User
from touchstone.apps.people.roles import HELD_IN, OrganisationKind, Role
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused

HELD_CHARACTERS = 500_000  # of all fields together
HELD_AT_ONCE = 5  # forms a person
HELD_FOR = dt.timedelta(days=7)


@transaction.atomic
def make_organisation(
    *, who: Who, kind: OrganisationKind, name: str, ukprn: str = "", epa_id: str = ""
) -> Organisation:
    """A new organisation. The database refuses a second one with the same UKPRN or EPA id (IntegrityError)."""
    organisation = Organisation.objects.create(kind=kind, name=name, ukprn=ukprn, epa_id=epa_id)
    log("organisation.made", who=who, on=organisation, details={"kind": kind.value})
    return organisation


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
def give_role(
    *, who: Who, person: User, organisation: Organisation, role: Role, since: dt.date | None = None
) -> Membership:
    """Give a role in an organisation. Raises Refused where that kind of organisation has no such role. Idempotent."""
    if organisation.kind not in HELD_IN[role]:
        raise Refused(
            f"“{role.label}” is not a role in an organisation of the kind “{organisation.get_kind_display()}”."
        )
    membership, made = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        role=role,
        until=None,
        defaults={"since": since or timezone.localdate()},
    )
    if made:
        log(
            "role.given",
            who=who,
            on=membership,
            details={"person": str(person.pk), "organisation": str(organisation.pk), "role": role.value},
        )
    return membership


@transaction.atomic
def set_password(*, who: Who, person: User, password: str) -> None:
    """The password is taken as it is: the form has checked that it is good enough."""
    person.set_password(password)
    person.save(update_fields=["password"])
    log("person.password-set", who=who, on=person)


@transaction.atomic
def hold_form(
    *, person_id: uuid.UUID, path: str, fields: Mapping[str, Sequence[str]], files: Sequence[str] = ()
) -> bool:
    """Keep what somebody typed when their session had ended. False where there is too much, or no such person.

    Not logged: nobody is signed in, and nothing has been done yet. Of many forms the newest few are kept.
    """
    if len(path) > 500 or _characters(fields) > HELD_CHARACTERS:
        return False
    if not User.objects.filter(pk=person_id, is_active=True).exists():
        return False
    HeldForm.objects.create(person_id=person_id, path=path, fields=dict(fields), files=list(files))
    newest = HeldForm.objects.filter(person_id=person_id).order_by("-held_at").values_list("pk", flat=True)
    HeldForm.objects.filter(person_id=person_id).exclude(pk__in=list(newest[:HELD_AT_ONCE])).delete()
    return True


def _characters(fields: Mapping[str, Sequence[str]]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in fields.items())


def drop_held_form(*, who: Actor, id: str) -> None:
    """It was sent, or its person does not want it. Somebody else's is left alone; so is what is no id."""
    try:
        HeldForm.objects.filter(pk=uuid.UUID(id), person_id=who.person_id).delete()
    except ValueError:
        return


def drop_old_held_forms() -> int:
    """Delete what was held too long. Returns how many."""
    return HeldForm.objects.filter(held_at__lt=timezone.now() - HELD_FOR).delete()[0]
