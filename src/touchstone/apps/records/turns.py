"""Slow work and everybody else's: whoever writes much leaves room between."""

from __future__ import annotations

import time

from django.db import connection

SHARE = 0.5  # of what the last write took: then 19 of 20 who wait get their turn within a tenth of a second


def let_others_write(seconds: float) -> None:
    """Rest after a write that took so many ``seconds``, where a database has one writer (SQLite): whoever waits looks
    now and then whether it is free, and would never find it so. Others have a queue."""
    if not connection.features.has_select_for_update:
        time.sleep(seconds * SHARE)
