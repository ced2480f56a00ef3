"""The outbox."""

from __future__ import annotations

import uuid

from django.db import models


class Message(models.Model):
    """One mail to one person, and what became of it. ``text`` may carry a secret link: it goes once the mail is out.

    ``person`` and ``organisation`` are plain ids: who it is for, and whose owners may see whether it arrived.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Could not be sent"
        BOUNCED = "bounced", "Came back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)  # "invitation", "password-reset", "sign-in"
    to = models.EmailField(max_length=254)
    person = models.UUIDField(null=True, db_index=True)
    organisation = models.UUIDField(null=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()  # SENDING: until then it is in somebody's hands
    tries = models.PositiveSmallIntegerField(default=0)
    server_answered = models.BooleanField(default=False)  # at the last try, about this very message
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)  # what the mail server said last, in words

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["organisation", "-made_at"]),
            models.Index(fields=["made_at"]),
        ]

    @property
    def can_be_tried_again(self) -> bool:
        """Not while it is being sent, and not once the text is gone."""
        return bool(self.text) and self.state not in (self.State.SENDING, self.State.SENT)
