"""Who can see an apprenticeship today and what that lets them see; and who has opened what."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to, with_participants
from touchstone.apps.apprenticeships.seeing import Seer, seers_of
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.web.apprenticeships.telling import told
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page

# What there is to see, and the row of the access table that says who does.
THINGS = (
    ("the ULN and date of birth", "apprenticeship.identify"),
    ("the list of evidence", "evidence.list"),
    ("what the evidence covers", "evidence.coverage"),
    ("what the evidence says, while it is being written", "evidence.open"),
    ("the portfolio, once submitted", "portfolio.open-item"),
    ("the gateway", "gateway.see"),
    ("the identity document", "gateway.identity"),
    ("what is booked for the assessment", "assessment.see"),
    ("the assessor’s record and marks", "record.open"),
    ("the result, once released", "result.see"),
)


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return with_participants(visible_to(actor)).filter(pk=pk).first()


@page("apprenticeship.seen", find=_find)
def seen(request: Request, one: Apprenticeship) -> HttpResponseBase:
    seers = seers_of(one)
    entries = told(one, request.held, reading=True, before=request.GET.get("before", ""))
    services.open_seers(who=request.actor, apprenticeship=one)
    return render(
        request,
        "apprenticeships/seen.html",
        {
            "header": header_of(request.held, one),
            "one": one,
            "people": [
                (seer.name, ", ".join(role.label for role in seer.roles), ", ".join(seer.organisations))
                for seer in seers
            ],
            "roles": [(role.label, *_sees(role)) for role in _roles_of(seers)],
            "items": entries.items,
            "older": entries.older,
            "first": "before" not in request.GET,
        },
    )


def _roles_of(seers: Iterable[Seer]) -> list[Role]:
    here = {role for seer in seers for role in seer.roles}
    return [role for role in Role if role in here]


def _sees(role: Role) -> tuple[list[str], list[str]]:
    """What somebody in this role sees here, and what they do not."""
    sees = [words for words, name in THINGS if role in action(name).roles]
    return sees, [words for words, _ in THINGS if words not in sees]
