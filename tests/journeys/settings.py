"""The demo's settings with a clock that a journey can put forward.

An assessment is booked a fortnight ahead; a journey does not wait for it. The file that TOUCHSTONE_TEST_CLOCK names
holds how many seconds the server's clock is ahead.
"""

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

from touchstone.config.settings.demo import *  # noqa: F403

_real_now = timezone.now
_ahead = Path(os.environ["TOUCHSTONE_TEST_CLOCK"])


def _now() -> dt.datetime:
    return _real_now() + dt.timedelta(seconds=int(_ahead.read_text(encoding="ascii")))


timezone.now = _now
