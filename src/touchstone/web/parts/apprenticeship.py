"""What stands above every page about one apprenticeship: whose it is, and the way to its other pages.

A view passes ``header=header_of(request.held, apprenticeship, "evidence")``; its template prints
``apprenticeship_header(header)`` of ``parts/apprenticeship.html`` in the block ``before``.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.standards import catalogue
from touchstone.web.ui.context import Link

# Name used as ``current`` -> words of the link, and the page. In the order of the journey.
PLACES = {
    "overview": ("Overview", "apprenticeships:show"),
    "evidence": ("Evidence", "portfolio:list"),
    "coverage": ("Coverage", "portfolio:coverage"),
    "gateway": ("Gateway", "gateway:show"),
    "assessment": ("Assessment", "assessment:show"),
    "result": ("Result", "results:show"),
    "timeline": ("Timeline", "apprenticeships:timeline"),
}


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
        if (address := _address(name, apprenticeship)) and may_open(address, held)
    )
    return Header(apprenticeship, standard_in_words(apprenticeship), links)


def find_apprenticeship(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    """For ``@page(…, find=find_apprenticeship)``."""
    return visible_to(actor).filter(pk=pk).first()


def standard_in_words(apprenticeship: Apprenticeship) -> str:
    """"Learning and skills mentor (ST0000), version 1.1"."""
    title = catalogue.standard(apprenticeship.standard).title
    return f"{title} ({apprenticeship.standard}), version {apprenticeship.version}"


def may_open(address: str, held: Collection[Role]) -> bool:
    """Whether the access table lets somebody holding ``held`` on the thing into the page at ``address``."""
    row = action(resolve(address).func.action)  # type: ignore[attr-defined]
    return row.audience != "roles" or any(role in row.roles for role in held)


def _address(name: str, apprenticeship: Apprenticeship) -> str:
    try:
        return reverse(name, kwargs={"pk": apprenticeship.pk})
    except NoReverseMatch:  # a stage this site does not have
        return ""
