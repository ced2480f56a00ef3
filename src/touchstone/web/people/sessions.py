"""Sessions in the database, whose time-out moves with every click but is not written down at each.

Writing at every request costs more than most pages do. So a session is kept a sixtieth longer than the time-out says,
and written again once less than the time-out is left: nobody is ever signed out early, and at most a minute late where
the time-out is an hour.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

PARTS = 60  # of the time-out, one of which a session may last longer


class SessionStore(db.SessionStore):
    """``settings.SESSION_ENGINE`` names this module."""

    def get_session_cookie_age(self) -> int:
        return settings.SESSION_COOKIE_AGE + settings.SESSION_COOKIE_AGE // PARTS

    def _get_session_from_db(self) -> Any:
        """The row, as Django reads it; one that would end before its time-out is to be saved with this request."""
        row = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        if row is not None and (row.expire_date - timezone.now()).total_seconds() < settings.SESSION_COOKIE_AGE:
            self.modified = True
        return row
