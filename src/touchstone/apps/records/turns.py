"""Slow work and everybody else's: whoever writes much leaves room between."""

from __future__ import annotations

import time

from django.db import connection


def let_others_write(seconds: float) -> None:
    """Rest for as long as the last write took, where a database has one writer (SQLite): whoever waits looks now and
    then whether it is free, and would never find it so. Others have a queue."""
    if not connection.features.has_select_for_update:
        time.sleep(seconds)
