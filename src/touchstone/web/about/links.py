"""The links in the footer of every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from touchstone.web.ui.context import Link


def links(request: HttpRequest) -> Iterator[Link]:
    """``settings.FOOTER``."""
    for words, name in (("Privacy", "privacy"), ("Accessibility", "accessibility"), ("Help", "help")):
        href = reverse(f"about:{name}")
        yield Link(words, href, current=request.path == href)
