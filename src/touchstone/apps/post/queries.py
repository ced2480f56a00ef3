"""Reads of the outbox."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Count, QuerySet

from touchstone.apps.post.models import Message

WAITING = (Message.State.WAITING, Message.State.SENDING)


def messages_of(organisation: uuid.UUID, *, state: str = "") -> QuerySet[Message]:
    """The mail that went out for an organisation, the newest first."""
    found = Message.objects.filter(organisation=organisation).order_by("-made_at", "pk")
    return found.filter(state=state) if state else found


def message_of(organisation: uuid.UUID, id: str) -> Message | None:
    """One of them. None for another's, and for what is no id."""
    try:
        return Message.objects.filter(organisation=organisation, pk=uuid.UUID(id)).first()
    except ValueError:
        return None


def messages(*, state: str = "") -> QuerySet[Message]:
    """All mail, the newest first: for whoever runs the site."""
    found = Message.objects.order_by("-made_at", "pk")
    return found.filter(state=state) if state else found


def how_many() -> dict[str, int]:
    """State -> how many messages are in it."""
    counted = Message.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(counted)


def stuck(*, since: dt.datetime) -> QuerySet[Message]:
    """Mail written before then that the mail server has not even answered about.

    A message that its recipient's server puts off is not stuck: nothing here can be put right for it.
    """
    return Message.objects.filter(state__in=WAITING, server_answered=False, made_at__lt=since)


def undelivered() -> QuerySet[Message]:
    """What can be sent again: given up, come back, or waiting for its next try, with its text still kept."""
    states = (Message.State.WAITING, Message.State.REFUSED, Message.State.BOUNCED)
    return Message.objects.filter(state__in=states).exclude(text="").order_by("made_at", "pk")
