"""Who rules on gateways: named by the owner or an administrator of the assessment organisation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import NamedRuler
from touchstone.apps.gateway.rulings import named_ruler_of, ruler_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import organisation_seen
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

ANY = "any"


class RulerForm(Form):
    version = fields.HiddenField()
    person = fields.RadiosField(
        label="Who rules?", choices=(), error_messages={"required": "Select who rules, or any administrator"}
    )

    def __init__(self, *args: Any, administrators: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {str(person.pk): person for person in administrators}
        choose: Any = self.fields["person"]
        choose.choices = [(ANY, "Any administrator"), *((pk, person.name) for pk, person in self.by_pk.items())]

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else -1


def find_assessing(actor: Actor, pk: uuid.UUID) -> Organisation | None:
    """An assessment organisation: no other rules on gateways."""
    found = organisation_seen(actor, pk)
    return found if found and found.kind == OrganisationKind.ASSESSMENT else None


@page("gateway.ruler", find=find_assessing)
def name(request: Request, organisation: Organisation) -> HttpResponse:
    named = named_ruler_of(organisation.pk)
    administrators = list(holders(Role.ADMINISTRATOR, [organisation.pk]))
    form = RulerForm(
        request.POST if request.method == "POST" else None, administrators=administrators, initial=_start(named)
    )
    if form.is_bound and form.is_valid():
        person = form.by_pk.get(form.cleaned_data["person"])
        try:
            services.name_ruler(who=request.actor, organisation=organisation, person=person, version=form.seen())
        except Refused as refused:
            form.add_error("person", list(refused.reasons))
        except Stale:
            form = _again(request, organisation, administrators)
        else:
            messages.success(request, "Saved. What waits for a ruling now waits for whom you have named.")
            return redirect("gateway:ruler", pk=organisation.pk)
    context: dict[str, Any] = {
        "organisation": organisation,
        "named": named,
        "ruler": ruler_of(organisation),
        "form": form,
    }
    context["at_the_desk"] = Role.ADMINISTRATOR in request.held
    return render(request, "gateway/ruler.html", context, status=422 if form.is_bound else 200)


def _start(named: NamedRuler | None) -> dict[str, Any]:
    if named is None:
        return {"version": 0, "person": ANY}
    return {"version": named.version, "person": str(named.person_id) if named.person_id else ANY}


def _again(request: Request, organisation: Organisation, administrators: list[User]) -> RulerForm:
    """The form as it was typed, with what a colleague set meanwhile."""
    named, typed = named_ruler_of(organisation.pk), request.POST.copy()
    typed["version"] = str(named.version if named else 0)
    form = RulerForm(typed, administrators=administrators)
    if named:
        whom = named.person.name if named.person else "any administrator"
        form.add_error(
            "person",
            f"{named.set_by.name} set it to {whom} after you opened the page. Save again if yours should replace it.",
        )
    return form
