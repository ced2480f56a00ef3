"""The time at which something in the invented world happens.

Instants (a gateway confirmed, a result released) are the moment a service is called: no service takes them as an
argument, so that nobody can choose them. The demo tells a story of two years in a few seconds, so it alone, while it
loads, says what time it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(instant: dt.datetime) -> Iterator[None]:
    """Within the block ``timezone.now()`` is ``instant`` (aware)."""
    with patch.object(timezone, "now", return_value=instant):
        yield
