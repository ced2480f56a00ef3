"""The mail that tells everybody concerned of a piece that was withdrawn. It names nobody and no title."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import SubmittedItem
from touchstone.apps.post.services import write
from touchstone.apps.records.models import LogEntry
from touchstone.rules.days import say

TOLD = (Role.TUTOR, Role.ASSESSOR)
TEXT = """Hello

A piece of evidence of the apprenticeship {reference} was withdrawn on {day}: \
consent for it was taken back.

{where}

What it said and its files are deleted for good. Its kind and date stay, with \
the fingerprint (SHA-256) of each file. It counts no more. Decisions that were \
made before stand as they are. If you keep a copy of it, delete it.

{link}


Touchstone at {address}
"""


def write_withdrawals(one: Apprenticeship, *, piece: uuid.UUID, items: Collection[SubmittedItem], by: uuid.UUID) -> int:
    """Put one mail for each of them, but whoever did it, into the outbox, in the caller's transaction. How many.

    Nobody of the demo is written to.
    """
    text = TEXT.format(
        reference=one.reference,
        day=say(timezone.localdate()),
        where=_where(items),
        link=settings.ADDRESS + _page(one, items),
        address=settings.ADDRESS,
    )
    people = [person for person in _concerned(one, piece, items) if person.pk != by]
    for person in people:
        write(
            to=person.email,
            kind="evidence-withdrawn",
            subject=f"Evidence withdrawn: {one.reference}",
            text=text,
            person=person.pk,
        )
    return len(people)


def _concerned(one: Apprenticeship, piece: uuid.UUID, items: Collection[SubmittedItem]) -> list[User]:
    """Apprentice, tutor and assessor; where it was submitted, whoever administers the assessment and has it; and
    everybody who has read it, as the log says."""
    now = timezone.now()
    parts = one.participants.filter(Q(until=None) | Q(until__gt=now), role__in=TOLD).values("person")
    things = [str(piece), *(str(item.pk) for item in items)]
    readers = LogEntry.objects.filter(
        subject__in=things, verb__in=("evidence.opened", "portfolio.item-opened"), actor__isnull=False
    ).values("actor")
    concerned = Q(pk=one.apprentice_id) | Q(pk__in=parts) | Q(pk__in=readers)
    if items:
        administrators = holders(Role.ADMINISTRATOR, [one.assessment_organisation_id])
        concerned |= Q(pk__in=administrators.values("pk"))
    return list(User.objects.filter(concerned, is_active=True, is_demo=False).order_by("email"))


def _where(items: Collection[SubmittedItem]) -> str:
    if not items:
        return "It had not been submitted."
    places = [f"number {item.number} of portfolio {item.portfolio.number}" for item in items]
    return f"It is {' and '.join(places)}."


def _page(one: Apprenticeship, items: Collection[SubmittedItem]) -> str:
    newest = max(items, key=lambda item: item.portfolio.number, default=None)
    if newest is None:
        return reverse("portfolio:list", args=[one.pk])
    return reverse("portfolio:submitted", args=[newest.portfolio_id])
