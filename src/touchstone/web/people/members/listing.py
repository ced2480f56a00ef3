"""Who belongs to an organisation, and who is invited to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.in_hand import left_behind
from touchstone.apps.people.members import Invitee, organisation_seen, unanswered, with_mail
from touchstone.apps.people.members import members as members_of
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import HELD_IN, OrganisationKind, Role
from touchstone.web.parts.mail import delivery
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

ROWS = 50


class Filters(FilterForm):
    q = fields.TextField(label="Name or email address", required=False, max_length=100)
    role = fields.SelectField(label="Role", empty="Any", required=False)

    def __init__(self, data: Any, organisation: Organisation) -> None:
        super().__init__(data)
        held = [(role.value, role.label) for role in Role if organisation.kind in HELD_IN[role]]
        self.fields["role"].choices = [("", "Any"), *held]  # type: ignore[attr-defined]


@page("members.manage", find=organisation_seen)
def members(request: Request, organisation: Organisation) -> HttpResponseBase:
    filters = Filters(request.GET, organisation)
    chosen = filters.chosen()
    invited = [] if chosen.get("role") else list(unanswered(organisation, q=chosen.get("q", ""))[: ROWS + 1])
    return render(
        request,
        "people/members/list.html",
        {
            "organisation": organisation,
            "filters": filters,
            "page": Paginator(members_of(organisation, **chosen), ROWS).get_page(request.GET.get("page")),
            "roles": dict(Role.choices),
            "invited": [_row(one) for one in with_mail(invited[:ROWS])],
            "more_invited": len(invited) > ROWS,
            "left_behind": left_behind(organisation),
            "trains": organisation.kind == OrganisationKind.PROVIDER,
            "assesses": organisation.kind == OrganisationKind.ASSESSMENT,
            "me": request.actor.person_id,
        },
    )


def _row(one: Invitee) -> dict[str, Any]:
    roles = ", ".join(Role(role).label for role in one.invitation.roles) or "A way in to their account"
    return {"invitation": one.invitation, "roles": roles, "ended": one.ended, "mail": delivery(one.mail)}
