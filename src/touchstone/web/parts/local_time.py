"""A UK local date and time as typed -> the instant it means."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone


def instant(day: dt.date, time: dt.time) -> dt.datetime:
    """Aware, in UK time. Of the hour that comes twice when the clocks go back, the first is meant.

    Raises ValidationError for a time that the clocks skip when they go forward.
    """
    local = dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
    if timezone.localtime(local.astimezone(dt.UTC)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            "There is no such time on that day: the clocks go forward. Enter a time an hour later or earlier",
            code="skipped",
        )
    return local
