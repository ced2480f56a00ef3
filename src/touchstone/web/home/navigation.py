"""The links in the header of every page for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from touchstone.apps.people.actor import NOBODY
from touchstone.web.parts.apprenticeship import name_of_list
from touchstone.web.ui.context import Link


def links(request: HttpRequest) -> Iterator[Link]:
    """``settings.NAVIGATION``."""
    listed = name_of_list(getattr(request, "actor", NOBODY))
    for text, name in (("Home", "home"), (listed, "apprenticeships:list"), ("Plans", "plans:list")):
        href = reverse(name)
        yield Link(text, href, current=request.path == href or (name != "home" and request.path.startswith(href)))
