"""An owner of an organisation puts right how one of its people is called, and the address they sign in with."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.people import services
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import Member, member_seen
from touchstone.web.parts.corrections import try_to_correct
from touchstone.web.parts.page import Request, page


def _find(actor: Actor, pk: uuid.UUID, person: uuid.UUID) -> Member | None:
    """Somebody who holds a role there today: whoever has left is no longer the organisation's to name."""
    member = member_seen(actor, pk, person)
    return member if member and member.held else None


@page("members.correct", find=_find)
def correct(request: Request, member: Member) -> HttpResponseBase:
    person, organisation = member.person, member.organisation
    act = partial(services.correct_member, who=request.actor, person=person, organisation=organisation)
    tried = try_to_correct(request, person, act)
    if tried.done:
        messages.success(request, "Corrected. The person is told by mail.")
        return redirect("members:person", pk=organisation.pk, person=person.pk)
    return render(
        request,
        "people/correct.html",
        {"person": person, "organisation": organisation, "form": tried.form, "stale": tried.stale},
        status=tried.status,
    )
