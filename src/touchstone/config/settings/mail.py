"""Mail: how it leaves, once the outbox hands it over. A value that cannot be right stops the start with one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number from 1 to ``most``."""
    text = given.get(name, "") or str(default)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 to {most}; it is “{text}”.")
    return int(text)


def switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "") or "0"
    if text not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 (on) or 0 (off); it is “{text}”.")
    return text == "1"


def address(given: Mapping[str, str], name: str, default: str, *, named: bool) -> str:
    """An e-mail address; ``named``: it may have a name, like ``Touchstone <touchstone@example.org>``."""
    text = given.get(name, "") or default
    try:
        if text:
            validate_email(parseaddr(text)[1] if named else text)
        if not text.isprintable():
            raise ValidationError("")
    except ValidationError:
        raise ImproperlyConfigured(f"{name} must be an e-mail address; it is {text!a}.") from None
    return text


EMAIL_HOST = os.environ.get("TOUCHSTONE_MAIL_HOST", "") or "localhost"
EMAIL_HOST_USER = os.environ.get("TOUCHSTONE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TOUCHSTONE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = switch(os.environ, "TOUCHSTONE_MAIL_TLS")  # begins in the clear, then STARTTLS
EMAIL_USE_SSL = switch(os.environ, "TOUCHSTONE_MAIL_SSL")  # encrypted from the first byte
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("TOUCHSTONE_MAIL_TLS and TOUCHSTONE_MAIL_SSL exclude each other: set one of them.")
EMAIL_PORT = number(os.environ, "TOUCHSTONE_MAIL_PORT", 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25, 65535)
# Seconds for each answer of the mail server: one that hangs holds up one message, and not for long.
EMAIL_TIMEOUT = number(os.environ, "TOUCHSTONE_MAIL_TIMEOUT", 20, 300)

# Who mail is from. Empty: touchstone@ and the first host, which production settings know.
DEFAULT_FROM_EMAIL = address(os.environ, "TOUCHSTONE_MAIL_FROM", "", named=True)
# Where delivery reports go. bounces@example.org: each message leaves with the envelope address bounces+ID@example.org.
MAIL_BOUNCES = address(os.environ, "TOUCHSTONE_MAIL_BOUNCES", "", named=False)
