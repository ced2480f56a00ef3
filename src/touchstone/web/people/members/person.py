"""One person of an organisation: the roles they hold there, and giving them another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.in_hand import in_hand
from touchstone.apps.people import services
from touchstone.apps.people.members import Member, member_seen
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.people.members.roles_field import HINTS, roles_to_give
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class GiveForm(Form):
    role = fields.RadiosField(
        label="Give another role",
        hints={role.value: hint for role, hint in HINTS.items()},
        error_messages={"required": "Select the role to give"},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {one.role for one in member.held}
        self.fields["role"].choices = roles_to_give(member.organisation, held)  # type: ignore[attr-defined]


@page("members.manage", find=member_seen)
def show(request: Request, member: Member) -> HttpResponseBase:
    form = GiveForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            services.give_role(who=request.actor, person=member.person, organisation=member.organisation, role=role)
        except Refused as refused:
            form.add_error("role", " ".join(refused.reasons))
        else:
            messages.success(request, f"{member.person.name} is now {role.label.lower()}.")
            return redirect("members:person", pk=member.organisation_id, person=member.person.pk)
    return render(
        request,
        "people/members/person.html",
        {
            "member": member,
            "form": form,
            "roles": dict(Role.choices),
            "in_hand": in_hand(member.person, member.organisation),
            "myself": member.person.pk == request.actor.person_id,
        },
        status=422 if form.is_bound else 200,
    )
