"""Sharing an apprenticeship with a reader of the regulator, and ending that."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import participants_of, visible_to, with_participants
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class ShareForm(Form):
    person = fields.ModelRadiosField(
        User.objects.none(), label="Share with", error_messages={"required": "Select who to share it with"}
    )

    def __init__(self, *args: Any, readers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = readers  # type: ignore[attr-defined]


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return with_participants(visible_to(actor)).filter(pk=pk).first()


@page("apprenticeship.share", find=_find)
def share(request: Request, one: Apprenticeship) -> HttpResponseBase:
    shared = [p for p in participants_of(one) if p.role == Role.REGULATOR_READER and p.until is None]
    readers = holders(Role.REGULATOR_READER).exclude(pk__in=[part.person_id for part in shared])
    form = ShareForm(request.POST if request.POST.get("do") == "share" else None, readers=readers)
    if request.method == "POST":
        ended = next((part for part in shared if str(part.pk) == request.POST.get("end")), None)
        if ended:
            services.end_part(who=request.actor, participant=ended)
            messages.success(request, f"No longer shared with {ended.person.name}.")
            return redirect("apprenticeships:share", pk=one.pk)
        if form.is_valid() and _assigned(request, one, form):
            return redirect("apprenticeships:share", pk=one.pk)
    return render(
        request,
        "apprenticeships/share.html",
        {"header": header_of(request.held, one), "form": form, "shared": shared, "readers": readers.exists()},
        status=422 if form.is_bound else 200,
    )


def _assigned(request: Request, one: Apprenticeship, form: ShareForm) -> bool:
    person = form.cleaned_data["person"]
    try:
        services.assign(who=request.actor, apprenticeship=one, person=person, role=Role.REGULATOR_READER)
    except Refused as refused:
        form.add_error("person", " ".join(refused.reasons))
        return False
    messages.success(request, f"Shared with {person.name}. They can read it; they can change nothing.")
    return True
