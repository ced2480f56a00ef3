"""A mail put into the outbox, in the transaction of what it tells of; and put there again."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from touchstone.apps.post.models import Message
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


def write(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    person: uuid.UUID | None = None,
    organisation: uuid.UUID | None = None,
) -> Message:
    """Put a plain-text mail into the outbox, in the caller's transaction. It leaves soon, or its row says why not.

    The owners of ``organisation`` see that it was sent and what became of it, never its text: leave it out of mail that
    is between the site and one person. Raises Refused for what is no address.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise Refused("This is not an email address that mail can be sent to.") from None
    now = timezone.now()
    return Message.objects.create(
        kind=kind,
        to=to,
        person=person,
        organisation=organisation,
        subject=_one_line(subject),
        text=text.replace("\0", ""),
        made_at=now,
        next_try_at=now,
    )


@transaction.atomic
def try_again(*, who: Who, message: Message) -> Message:
    """Send it as if it had just been written. Raises Refused where it is on its way, or its text is gone."""
    held = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if held.state in (Message.State.SENDING, Message.State.SENT):
        raise Refused("This message is being sent, or has been sent already.")
    if not held.text:
        raise Refused("The text of this message is not kept any more. Send a new invitation instead.")
    held.state, held.tries, held.next_try_at, held.trouble = Message.State.WAITING, 0, timezone.now(), ""
    held.save(update_fields=["state", "tries", "next_try_at", "trouble"])
    organisation = str(held.organisation) if held.organisation else None
    log("message.tried-again", who=who, on=held, details={"kind": held.kind, "organisation": organisation})
    return held


def _one_line(subject: str) -> str:
    """A subject may carry a name somebody chose: no line end in it may begin another header."""
    return " ".join(subject.replace("\0", "").split())[:200]
