"""Reads of imports: for whoever sent the table and the quality leads of their provider."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Import, ImportRow
from touchstone.apps.apprenticeships.policy import AT_THE_PROVIDER
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role

KEPT = dt.timedelta(days=30)  # after it was last worked on
STANDS_STILL = dt.timedelta(minutes=2)


def imports_visible_to(actor: Actor) -> QuerySet[Import]:
    """The newest first."""
    own = Q(uploaded_by=actor.person_id, provider__in=actor.organisations(*AT_THE_PROVIDER))
    led = Q(provider__in=actor.organisations(Role.QUALITY_LEAD))
    return Import.objects.filter(own | led).select_related("provider", "uploaded_by").order_by("-uploaded_at", "pk")


def import_seen(actor: Actor, pk: uuid.UUID) -> Import | None:
    return imports_visible_to(actor).filter(pk=pk).first()


def counted(one: Import) -> dict[str, int]:
    """How many rows are in which state; every state is there. One query."""
    found = one.rows.order_by().values_list("state").annotate(Count("pk"))
    return {**dict.fromkeys(ImportRow.State.values, 0), **dict(found)}


def with_something_to_say(one: Import) -> QuerySet[ImportRow]:
    """The rows with errors or warnings in the order of the table, but first those that cannot be enrolled ("wrong")."""
    return one.rows.exclude(errors=[], warnings=[]).order_by("-state", "number")


def stands_still(one: Import) -> bool:
    """Whether it should be running, and nothing has moved for some time: its worker is gone, or busy."""
    return one.state == Import.State.RUNNING and one.moved_at < timezone.now() - STANDS_STILL
