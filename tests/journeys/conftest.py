"""Journeys run against the real site in a real browser; nothing here touches a database.

But for the second step: people of the demo are never asked for one, so its site is made of the cast.
"""

from tests.journeys.site import site

__all__ = ["site"]
