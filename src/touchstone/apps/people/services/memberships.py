"""Organisations, and who holds which role in them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import current
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
    refuse_role(organisation, role)
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


def refuse_role(organisation: Organisation, role: Role) -> None:
    """Raise Refused where that kind of organisation has no such role."""
    if organisation.kind not in HELD_IN[role]:
        raise Refused(
            f"“{role.label}” is not a role in an organisation of the kind “{organisation.get_kind_display()}”."
        )


@transaction.atomic
def end_role(*, who: Who, membership: Membership) -> Membership:
    """The role is held no more, from today on. Idempotent. Raises Refused for an organisation's last owner."""
    # One at a time: of two owners who leave at the same moment the second sees that the first has gone.
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.organisation_id)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    today = timezone.localdate()
    if membership.until is not None and membership.until <= today:
        return membership
    if membership.role == Role.OWNER and not _other_owners(membership).exists():
        raise Refused(
            f"{membership.person.name} is the only owner of {organisation.name}. Make somebody else owner first."
        )
    membership.until = max(today, membership.since)
    membership.save(update_fields=["until"])
    log(
        "role.ended",
        who=who,
        on=membership,
        details={
            "person": str(membership.person_id),
            "organisation": str(membership.organisation_id),
            "role": membership.role,
        },
    )
    return membership


@transaction.atomic
def end_membership(*, who: Who, person: User, organisation: Organisation) -> None:
    """Every role of the person in the organisation ends. Raises Refused for its last owner: then none has ended."""
    for membership in current(Membership.objects.filter(person=person, organisation=organisation)):
        end_role(who=who, membership=membership)
    log("membership.ended", who=who, on=organisation, details={"person": str(person.pk)})


def _other_owners(membership: Membership) -> QuerySet[Membership]:
    owners = current(Membership.objects.filter(organisation=membership.organisation_id, role=Role.OWNER))
    return owners.filter(person__is_active=True).exclude(pk=membership.pk)
