"""How values are written for people. UK English, UK local time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def date(value: dt.date | None) -> str:
    """``2 March 2026``; an instant is taken in local time; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = _local(value)
    return f"{value.day} {value:%B %Y}"


def day_month(value: dt.date) -> str:
    """``2 March``, for lists in which the year is plain from the heading."""
    if isinstance(value, dt.datetime):
        value = _local(value)
    return f"{value.day} {value:%B}"


def time(value: dt.time | dt.datetime) -> str:
    """``10:00am``, ``midday``, ``midnight``."""
    if isinstance(value, dt.datetime):
        value = _local(value)
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    return f"{value.hour % 12 or 12}:{value:%M}{'am' if value.hour < 12 else 'pm'}"


def datetime_local(value: dt.datetime | None) -> str:
    """``2 March 2026, 10:00am`` in UK local time."""
    return "" if value is None else f"{date(value)}, {time(value)}"


def file_size(value: int) -> str:
    """Bytes as people read them: ``812 bytes``, ``64 kB``, ``1.4 MB``."""
    if value < 1024:
        return "1 byte" if value == 1 else f"{value} bytes"
    size, unit = next(
        (value / 1024**power, unit) for power, unit in ((3, "GB"), (2, "MB"), (1, "kB")) if value >= 1024**power
    )
    return f"{size:.0f} {unit}" if size >= 10 or size == int(size) else f"{size:.1f} {unit}"


def yes_no(value: bool | None) -> str:
    """``Yes``, ``No``, and ``Not known`` for nothing."""
    return "Not known" if value is None else "Yes" if value else "No"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 file``, ``3 files``; ``many`` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration(minutes: int) -> str:
    """``2 hours 30 minutes``, ``45 minutes``, ``1 hour``."""
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    parts += [plural(rest, "minute")] if rest or not hours else []
    return " ".join(parts)


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
