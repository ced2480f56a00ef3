"""What stands above every page about one apprenticeship: whose it is, and the way to its other pages.

A view passes ``header=header_of(request.held, apprenticeship, "evidence")``; its template prints
``apprenticeship_header(header)`` of ``parts/apprenticeship.html`` in the block ``before``.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import resolve

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.standards import catalogue
from touchstone.web.ui.addresses import address
from touchstone.web.ui.context import Link

# Name used as ``current`` -> words of the link, and the page. In the order of the journey.
PLACES = {
    "overview": ("Overview", "apprenticeships:show"),
    "training": ("Training", "training:show"),
    "evidence": ("Evidence", "portfolio:list"),
    "coverage": ("Coverage", "portfolio:coverage"),
    "gateway": ("Gateway", "gateway:show"),
    "assessment": ("Assessment", "assessment:show"),
    "result": ("Result", "results:show"),
    "changes": ("Changes", "apprenticeships:changes"),
    "timeline": ("Timeline", "apprenticeships:timeline"),
}


def name_of_list(actor: Actor) -> str:
    """What the list of apprentices is called for this person: an apprentice finds nobody but themselves there."""
    return "Your apprenticeship" if actor.roles == {Role.APPRENTICE} else "Apprentices"


@dataclass(frozen=True, slots=True)
class Header:
    """``standard``: its title and the version, in words."""

    apprenticeship: Apprenticeship
    standard: str
    links: tuple[Link, ...]


def header_of(held: Collection[Role], apprenticeship: Apprenticeship, current: str = "") -> Header:
    """The header for somebody holding ``held`` on the apprenticeship. Links lead only where its view lets them in."""
    links = tuple(
        Link(text, address, current=place == current)
        for place, (text, name) in PLACES.items()
        if (address := address_for(held, name, apprenticeship))
    )
    return Header(apprenticeship, titled(apprenticeship.standard, apprenticeship.version), links)


def find_apprenticeship(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    """For ``@page(…, find=find_apprenticeship)``."""
    return visible_to(actor).filter(pk=pk).first()


def titled(standard: str, version: str) -> str:
    """The title of a standard, its reference and the version: "Example work (ST0000), version 1.1"."""
    return f"{catalogue.standard(standard).title} ({standard}), version {version}"


def address_for(held: Collection[Role], name: str, apprenticeship: Apprenticeship) -> str:
    """The address of a page of the apprenticeship; empty where the access table does not let ``held`` into it now."""
    row = action(_action_at(name, settings.ROOT_URLCONF))
    allowed = row.audience != "roles" or not row.roles.isdisjoint(held)
    allowed &= not (row.stops and apprenticeship.withdrawn_on)
    return address(name, apprenticeship.pk) if allowed else ""


@cache
def _action_at(name: str, urlconf: str) -> str:
    """The row of the access table the view of that name has in ``urlconf``."""
    return resolve(address(name, uuid.uuid4())).func.action  # type: ignore[attr-defined, no-any-return]
