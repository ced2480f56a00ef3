"""The links in the header of every page for whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from touchstone.apps.people.actor import NOBODY
from touchstone.apps.people.roles import Role
from touchstone.web.parts.apprenticeship import name_of_list
from touchstone.web.ui.context import Link


def links(request: HttpRequest) -> Iterator[Link]:
    """``settings.NAVIGATION``."""
    actor = getattr(request, "actor", NOBODY)
    listed = name_of_list(actor)
    for text, name in (("Home", "home"), (listed, "apprenticeships:list"), ("Plans", "plans:list")):
        href = reverse(name)
        yield Link(text, href, current=request.path == href or (name != "home" and request.path.startswith(href)))
    owned = [has for has in actor.held if has.role == Role.OWNER]
    for has in owned:
        href = reverse("members:list", args=[has.organisation])
        text = "Members" if len(owned) == 1 else f"Members of {has.organisation_name}"
        yield Link(text, href, current=request.path.startswith(href))
