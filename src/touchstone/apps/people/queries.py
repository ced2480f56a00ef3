"""Reads of people, organisations and what is held for somebody."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import HeldForm, Membership, Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role


def held_forms(actor: Actor) -> QuerySet[HeldForm]:
    """What is held for this person, newest first. Nobody ever sees another's."""
    return HeldForm.objects.filter(person_id=actor.person_id).order_by("-held_at")


def current(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those of ``memberships`` that are held today."""
    today = timezone.localdate()
    return memberships.filter(Q(until=None) | Q(until__gt=today), since__lte=today)


def demo_people() -> QuerySet[Membership]:
    """The roles held today by people of the demo world, with person and organisation, by organisation and name."""
    return (
        current(Membership.objects.filter(person__is_demo=True))
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )


def demo_person(pk: uuid.UUID) -> User | None:
    """The person of the demo world with that id. Never a real one."""
    return User.objects.filter(pk=pk, is_demo=True, is_active=True).first()


def holders(role: Role, organisations: Collection[uuid.UUID] | None = None) -> QuerySet[User]:
    """Those who hold ``role`` today in one of ``organisations`` (None: in any), by name."""
    held = current(Membership.objects.filter(role=role))
    if organisations is not None:
        held = held.filter(organisation__in=organisations)
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")


def organisations_where(actor: Actor, *roles: Role) -> QuerySet[Organisation]:
    """The organisations in which this person holds one of ``roles`` today, by name."""
    return Organisation.objects.filter(pk__in=actor.organisations(*roles)).order_by("name")


def organisations_of(kind: OrganisationKind) -> QuerySet[Organisation]:
    """All organisations of a kind, by name. For kinds that are public knowledge, such as assessment organisations."""
    return Organisation.objects.filter(kind=kind).order_by("name")


def names_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names for ids, for showing who did what. Ids of nobody are left out."""
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
