"""Organisations, and who holds which role in them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import HELD_IN, OrganisationKind, Role
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def make_organisation(
    *, who: Who, kind: OrganisationKind, name: str, ukprn: str = "", epa_id: str = ""
) -> Organisation:
    """A new organisation. The database refuses a second one with the same UKPRN or EPA id (IntegrityError)."""
    organisation = Organisation.objects.create(kind=kind, name=name, ukprn=ukprn, epa_id=epa_id)
    log("organisation.made", who=who, on=organisation, details={"kind": kind.value})
    return organisation


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
