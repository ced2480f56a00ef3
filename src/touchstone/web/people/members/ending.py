"""Ending one role, or every role, of somebody in an organisation: what it leaves is said before, and confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.in_hand import in_hand, own_apprenticeships
from touchstone.apps.assessment.queries import bookings_to_come
from touchstone.apps.people import services
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import Member, member_seen, membership_seen
from touchstone.apps.people.models import Membership
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class ConfirmForm(Form):
    """Asked where assessments are booked with the person: somebody has to book them again."""

    booked = fields.ConfirmField(
        label="The assessment administrators cancel these assessments and book them with somebody else",
        error_messages={"required": "Confirm that the assessments booked are cancelled and booked again"},
    )


class EndForm(Form):
    """Nothing to confirm but the button."""


def _find_role(actor: Actor, pk: uuid.UUID) -> Membership | None:
    return membership_seen(actor, pk)


@page("members.manage", find=_find_role)
def end_role(request: Request, held: Membership) -> HttpResponseBase:
    member = Member(held.person, held.organisation, (held,))
    return _end(request, member, lambda: services.end_role(who=request.actor, membership=held), whole=False)


@page("members.manage", find=member_seen)
def end_membership(request: Request, member: Member) -> HttpResponseBase:
    def end() -> None:
        services.end_membership(who=request.actor, person=member.person, organisation=member.organisation)

    return _end(request, member, end, whole=True)


def _end(request: Request, member: Member, act: Callable[[], Any], *, whole: bool) -> HttpResponseBase:
    """``member.held``: the roles that end."""
    bookings = list(bookings_to_come(member.person, member.organisation)) if member.holds(Role.ASSESSOR) else []
    form = (ConfirmForm if bookings else EndForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            return _ended(request, member, whole=whole)
    ending = {one.role for one in member.held}
    return render(
        request,
        "people/members/end.html",
        {
            "member": member,
            "whole": whole,
            "form": form,
            "roles": dict(Role.choices),
            "bookings": bookings,
            "administers": member.organisation_id in request.actor.organisations(Role.ADMINISTRATOR),
            "in_hand": [one for one in in_hand(member.person, member.organisation) if one.role in ending],
            "own": own_apprenticeships(member.person, member.organisation) if Role.APPRENTICE in ending else 0,
            "myself": member.person.pk == request.actor.person_id,
        },
        status=422 if form.is_bound else 200,
    )


def _ended(request: Request, member: Member, *, whole: bool) -> HttpResponseBase:
    """Back to the list; somebody who has ended their own ownership has no list any more."""
    name, at = member.person.name, member.organisation.name
    words = f"{name} no longer belongs to {at}." if whole else f"{name} is no longer {_roles(member)} at {at}."
    messages.success(request, words)
    if member.person.pk == request.actor.person_id and member.holds(Role.OWNER):
        return redirect("home")
    return redirect("members:list", pk=member.organisation_id)


def _roles(member: Member) -> str:
    return " and ".join(Role(one.role).label.lower() for one in member.held)
