"""A colleague has lost what they confirm their sign-in with: an owner removes it, and they set up a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.people import services
from touchstone.apps.people.members import Member, member_seen, others_answering_for
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class ReasonForm(Form):
    reason = fields.LongTextField(
        label="How do you know that it is they who ask?",
        help_text="For example: they came to my desk; I rang them on the number we have for them. Do not write secrets",
        rows=3,
        max_length=1000,
        error_messages={"required": "Say how you know that it is they who ask"},
    )


@page("members.manage", find=member_seen)
def remove(request: Request, member: Member) -> HttpResponseBase:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_second_factor_of_member(
                who=request.actor, person=member.person, organisation=member.organisation, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, f"{member.person.name} can sign in with the password alone and set up a new one.")
            return redirect("members:person", pk=member.organisation_id, person=member.person.pk)
    return render(
        request,
        "people/members/second_factor.html",
        {
            "member": member,
            "form": form,
            "elsewhere": others_answering_for(member.person, member.organisation).exists(),
            "myself": member.person.pk == request.actor.person_id,
        },
        status=422 if form.is_bound else 200,
    )
