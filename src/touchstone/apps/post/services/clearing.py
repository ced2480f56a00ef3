"""What is kept of mail, and how long."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from touchstone.apps.post.models import Message

TEXT_KEPT = dt.timedelta(days=14)  # of mail that did not arrive: the links in it have ended by then
ROW_KEPT = dt.timedelta(days=90)


def clear_old() -> int:
    """Delete the rows of mail that was sent or given up long ago, and the text of what was given up. How many went."""
    now = timezone.now()
    over = Q(state__in=[Message.State.SENT, Message.State.REFUSED, Message.State.BOUNCED])
    Message.objects.filter(over, made_at__lt=now - TEXT_KEPT).exclude(text="").update(text="")
    return Message.objects.filter(over, made_at__lt=now - ROW_KEPT).delete()[0]
