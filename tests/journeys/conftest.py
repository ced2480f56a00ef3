"""Journeys run against the real site in a real browser; nothing here touches a database."""

from tests.journeys.site import site

__all__ = ["site"]
