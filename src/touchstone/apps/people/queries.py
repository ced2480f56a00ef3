"""Reads of people, organisations and what is held for somebody."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import HeldForm, Membership, User


def held_forms(actor: Actor) -> QuerySet[HeldForm]:
    """What is held for this person, newest first. Nobody ever sees another's."""
    return HeldForm.objects.filter(person_id=actor.person_id).order_by("-held_at")


def demo_people() -> QuerySet[Membership]:
    """The roles held today by people of the demo world, with person and organisation, by organisation and name."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(Q(until=None) | Q(until__gt=today), person__is_demo=True, since__lte=today)
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )


def demo_person(pk: uuid.UUID) -> User | None:
    """The person of the demo world with that id. Never a real one."""
    return User.objects.filter(pk=pk, is_demo=True, is_active=True).first()
