"""The links in the header of every page for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from touchstone.web.ui.context import Link

PLACES = (("Home", "home"), ("Apprentices", "apprenticeships:list"), ("Plans", "plans:list"))


def links(request: HttpRequest) -> Iterator[Link]:
    """``settings.NAVIGATION``."""
    for text, name in PLACES:
        href = reverse(name)
        yield Link(text, href, current=request.path == href or (name != "home" and request.path.startswith(href)))
