"""A row of the outbox as the mail that leaves: plain text, an id to know it again by, and where its reports go."""

from __future__ import annotations

import re
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from touchstone.apps.post.models import Message

_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def letter(message: Message) -> EmailMessage:
    """The same row gives the same Message-ID each time, so that a mail sent twice can be known for one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        message.subject,
        message.text,
        from_email=returned_to(message) or settings.DEFAULT_FROM_EMAIL,  # of the envelope
        to=[message.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{message.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",  # no out-of-office note answers it (RFC 3834)
        },
    )


def returned_to(message: Message) -> str:
    """The address of the envelope that names the row. Empty where the site has no address for delivery reports."""
    name, at, domain = settings.MAIL_BOUNCES.partition("@")
    return f"{name}+{message.pk}@{domain}" if at else ""


def ids_named(text: str) -> list[uuid.UUID]:
    """The rows that a Message-ID or an address of the envelope names."""
    return [uuid.UUID(found) for found in re.findall(rf"(?:<|\+|\b){_ID}@", text.lower())]
