"""Handing over what somebody has in hand to a successor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.in_hand import InHand, in_hand
from touchstone.apps.apprenticeships.services import hand_over as hand_over_parts
from touchstone.apps.people.members import Member, member_seen
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.formats import plural
from touchstone.web.ui.forms import Form


def _who(person: User) -> str:
    return f"{person.name} ({person.email})"


class SuccessorForm(Form):
    to = fields.ModelSelectField(User.objects.none(), text=_who, error_messages={"required": "Select who takes over"})

    def __init__(self, data: Any, member: Member, hand: InHand) -> None:
        super().__init__(data, prefix=hand.role.value)
        self.hand = hand
        found = holders(hand.role, [member.organisation_id]).exclude(pk=member.person.pk)
        self.fields["to"].queryset = found  # type: ignore[attr-defined]
        self.fields["to"].label = f"Who takes over as {hand.role.label.lower()}?"


@page("members.manage", find=member_seen)
def hand_over(request: Request, member: Member) -> HttpResponseBase:
    wanted = request.POST.get("role") if request.method == "POST" else None
    forms = [
        SuccessorForm(request.POST if hand.role == wanted else None, member, hand)
        for hand in in_hand(member.person, member.organisation)
    ]
    for form in forms:
        if form.is_bound and form.is_valid() and _handed_over(request, member, form):
            return redirect(request.path)
    return render(
        request,
        "people/members/hand_over.html",
        {"member": member, "forms": forms},
        status=422 if any(form.is_bound for form in forms) else 200,
    )


def _handed_over(request: Request, member: Member, form: SuccessorForm) -> bool:
    to, role = form.cleaned_data["to"], form.hand.role
    try:
        number = hand_over_parts(
            who=request.actor, person=member.person, role=role, organisation=member.organisation, to=to
        )
    except Refused as refused:
        form.add_error("to", "Nothing has been handed over.")
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, f"{to.name} is {role.label.lower()} in {plural(number, 'apprenticeship')} now.")
    return True
