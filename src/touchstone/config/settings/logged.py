"""What the service writes to its log: a healthy one says almost nothing, whatever strangers ask of it."""

from __future__ import annotations

import logging
from typing import Any


def without_traceback(record: logging.LogRecord) -> bool:
    """Anybody can name a host that is not ours: the line says it all."""
    record.exc_info = record.exc_text = None
    return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without traceback": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback},
    },
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"level": "ERROR"},  # 403, 404 and 422 are answers; 500 is not
        "django.security.DisallowedHost": {"filters": ["without traceback"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
