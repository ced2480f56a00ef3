"""Who trains, manages and supervises one apprentice, and whether they have found their way in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.in_hand import HANDED_OVER
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import participants_of, visible_to, with_participants
from touchstone.apps.people import services as accounts
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import Invitee, ways_in
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.apprenticeships.changes.flow import Steps, two_steps
from touchstone.web.apprenticeships.changes.forms import EventForm, NameForm, TutorForm
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.mail import delivery
from touchstone.web.parts.page import Request, page

FORMS: dict[Role, type[TutorForm | NameForm]] = {
    Role.TUTOR: TutorForm,
    Role.LINE_MANAGER: NameForm,
    Role.SUPERVISOR: NameForm,
}
NAMED_FOR = {
    Role.TUTOR: "They see everything of the apprenticeship; whoever trains today sees it no more.",
    Role.LINE_MANAGER: "They confirm at the gateway that the apprentice is ready. Whoever is new gets an invitation "
    "by email; whoever manages today sees it no more.",
    Role.SUPERVISOR: "They follow how the apprentice gets on. Whoever is new here gets an invitation by email.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the apprenticeship. ``invited``: how they get in, for who has no password yet."""

    role: Role
    person: User | None
    invited: Invitee | None = None

    @property
    def lacks_password(self) -> bool:
        return self.person is not None and not self.person.has_usable_password()


def _find(actor: Actor, pk: uuid.UUID, **_: str) -> Apprenticeship | None:
    return with_participants(visible_to(actor)).filter(pk=pk).first()


@page("apprenticeship.people", find=_find)
def people(request: Request, one: Apprenticeship) -> HttpResponseBase:
    rows = list(_rows(one))
    if request.method == "POST":
        return _send_way_in(request, one, rows)
    return render(
        request,
        "apprenticeships/people.html",
        {
            "header": header_of(request.held, one),
            "one": one,
            "rows": [(row, delivery(row.invited.mail) if row.invited else None) for row in rows],
            "may_correct": bool(action("apprenticeship.correct-person").roles & request.held),
        },
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What the page about one part is about; a thing of its apprenticeship."""

    apprenticeship: Apprenticeship
    role: Role


def _find_part(actor: Actor, pk: uuid.UUID, role: str) -> Part | None:
    one = _find(actor, pk)
    return Part(one, Role(role)) if one and role in set(HANDED_OVER) else None


@page("apprenticeship.people", find=_find_part)
def change(request: Request, part: Part) -> HttpResponseBase:
    """Name somebody else; a supervisor may also be named no more."""
    one, role = part.apprenticeship, part.role
    now = [there for there in participants_of(one) if there.role == role and there.until is None]
    if request.method == "POST" and request.POST.get("do") == "end" and role == Role.SUPERVISOR:
        for there in now:
            services.let_go(who=request.actor, participant=there)
        messages.success(request, "Nobody supervises the apprentice any more.")
        return redirect("apprenticeships:people", pk=one.pk)
    form = FORMS[role](request.POST or None, one=one)
    mine = role == Role.TUTOR and Role.QUALITY_LEAD not in request.held
    back = reverse("apprenticeships:people", args=[one.pk])
    steps = Steps(
        one,
        f"Change the {role.label.lower()}",
        NAMED_FOR[role],
        f"{form.whom()} is {role.label.lower()} of {one.apprentice.name} from now on." if form.is_valid() else "",
        partial(_replace, request.actor, one, role),
        away=reverse("apprenticeships:list") if mine else back,
        back=back,
        now=[(there.person.name, there.first_day or timezone.localdate(there.since)) for there in now],
        can_end=role == Role.SUPERVISOR and bool(now),
    )
    return two_steps(request, steps, form)


def _replace(who: Actor, one: Apprenticeship, role: Role, form: EventForm) -> None:
    services.replace_part(who=who, apprenticeship=one, role=role, **form.given())


def _rows(one: Apprenticeship) -> Iterator[Row]:
    """The apprentice and each part, in the order of roles; a part nobody holds too."""
    held = [(Role.APPRENTICE, one.apprentice)]
    for role in HANDED_OVER:
        held += [(role, part.person) for part in participants_of(one) if part.role == role and part.until is None]
    invited = ways_in([person for _, person in held if not person.has_usable_password()], one.employer)
    yield from (Row(role, person, invited.get(person.pk)) for role, person in held)
    yield from (Row(role, None) for role in HANDED_OVER if role not in {role for role, _ in held})


def _send_way_in(request: Request, one: Apprenticeship, rows: list[Row]) -> HttpResponseBase:
    """A new link to somebody who has found none yet."""
    wanted = request.POST.get("person")
    person = next((row.person for row in rows if row.person and str(row.person.pk) == wanted), None)
    if person is None:  # somebody who takes part no more: the page shows who does
        return redirect("apprenticeships:people", pk=one.pk)
    try:
        accounts.give_way_in(who=request.actor, person=person, organisation=one.employer)
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    else:
        messages.success(request, f"A link goes to {person.email}. One sent before works no more.")
    return redirect("apprenticeships:people", pk=one.pk)
