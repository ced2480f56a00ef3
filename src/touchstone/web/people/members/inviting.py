"""Inviting somebody; sending an invitation again, withdrawing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.forms import EmailInput
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from touchstone.apps.people import services
from touchstone.apps.people.members import invitation_seen, organisation_seen
from touchstone.apps.people.models import Invitation, Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.people.members.roles_field import HINTS, roles_to_give
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class AddressForm(Form):
    """Whom to invite. ``id``: of the new invitation, so that sending twice makes one."""

    id = fields.HiddenField(required=False)
    name = fields.TextField(label="Full name", attrs={"autocomplete": "off"})
    email = fields.EmailField(
        label="Email address",
        help_text="They sign in with it. Use one that is theirs alone",
        widget=EmailInput({"spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()


class InviteForm(AddressForm):
    roles = fields.CheckboxesField(
        label="What will they be?",
        hints={role.value: hint for role, hint in HINTS.items()},
        error_messages={"required": "Select at least one role"},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = roles_to_give(organisation)  # type: ignore[attr-defined]


@page("members.manage", find=organisation_seen)
def invite(request: Request, organisation: Organisation) -> HttpResponseBase:
    form = InviteForm(request.POST or None, organisation=organisation, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data.pop("roles")]
        try:
            services.invite(who=request.actor, organisation=organisation, roles=roles, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", " ".join(refused.reasons))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is invited. The mail goes out in a moment.")
            return redirect("members:list", pk=organisation.pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "people/members/invite.html", context, status=422 if form.is_bound else 200)


@require_POST
@page("members.manage", find=invitation_seen)
def send_again(request: Request, invitation: Invitation) -> HttpResponseBase:
    try:
        services.send_again(who=request.actor, invitation=invitation)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"A new link goes to {invitation.email}. The one sent before works no more.")
    return redirect("members:list", pk=invitation.organisation_id)


@require_POST
@page("members.manage", find=invitation_seen)
def withdraw(request: Request, invitation: Invitation) -> HttpResponseBase:
    try:
        services.withdraw(who=request.actor, invitation=invitation)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"The invitation of {invitation.name} is withdrawn.")
    return redirect("members:list", pk=invitation.organisation_id)
