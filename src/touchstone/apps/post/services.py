"""Writes: a mail put into the outbox, in the transaction of what it tells of."""

from __future__ import annotations

import uuid

from django.utils import timezone

from touchstone.apps.post.models import Message


def write(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    person: uuid.UUID | None = None,
    organisation: uuid.UUID | None = None,
) -> Message:
    """Put a plain-text mail into the outbox, in the caller's transaction. It leaves soon, or its row says why not."""
    now = timezone.now()
    return Message.objects.create(
        kind=kind,
        to=to,
        person=person,
        organisation=organisation,
        subject=subject,
        text=text,
        made_at=now,
        next_try_at=now,
    )
