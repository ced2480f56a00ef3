"""A mail that came back."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction

from touchstone.apps.post.models import Message


@transaction.atomic
def came_back(*, ids: Collection[uuid.UUID], words: str) -> Message | None:
    """Mark the message of those ids as bounced; None where there is none. Twice is as good as once.

    It may still be waiting or being sent here: its sender was killed after the mail server had taken it.
    """
    message = Message.objects.select_for_update(no_key=True).filter(pk__in=ids).first()
    if message is not None:
        message.state, message.trouble = Message.State.BOUNCED, words[:500]
        message.save(update_fields=["state", "trouble"])
    return message
