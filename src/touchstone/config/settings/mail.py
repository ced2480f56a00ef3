"""Mail: how it leaves, once the outbox hands it over."""

from __future__ import annotations

import os

EMAIL_HOST = os.environ.get("TOUCHSTONE_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TOUCHSTONE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TOUCHSTONE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TOUCHSTONE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TOUCHSTONE_MAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs holds up one message, and not for long
