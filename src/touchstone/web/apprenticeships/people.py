"""Who trains, manages and supervises one apprentice, and whether they have found their way in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import EmailInput
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.in_hand import HANDED_OVER
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import participants_of, visible_to, with_participants
from touchstone.apps.people import services as accounts
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import Invitee, ways_in
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.mail import delivery
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class TutorForm(Form):
    by = fields.ModelSelectField(
        User.objects.none(), label="Who trains them from now on?", error_messages={"required": "Select a tutor"}
    )

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = holders(Role.TUTOR, [one.provider_id])  # type: ignore[attr-defined]

    def chosen(self) -> User:
        person: User = self.cleaned_data["by"]
        return person


class NameForm(Form):
    name = fields.TextField(label="Full name", attrs={"autocomplete": "off"})
    email = fields.EmailField(label="Email address", widget=EmailInput({"spellcheck": "false", "autocomplete": "off"}))

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def chosen(self) -> services.Newcomer:
        return services.Newcomer(self.cleaned_data["name"], self.cleaned_data["email"])


FORMS: dict[Role, type[TutorForm | NameForm]] = {
    Role.TUTOR: TutorForm,
    Role.LINE_MANAGER: NameForm,
    Role.SUPERVISOR: NameForm,
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
    form = FORMS[role](request.POST if request.method == "POST" else None, one=one)
    if request.method == "POST" and form.is_valid() and _changed(request, one, role, form):
        mine = role == Role.TUTOR and Role.QUALITY_LEAD not in request.held
        return redirect("apprenticeships:list") if mine else redirect("apprenticeships:people", pk=one.pk)
    return render(
        request,
        "apprenticeships/change_part.html",
        {"header": header_of(request.held, one), "one": one, "role": role, "now": now, "form": form},
        status=422 if form.is_bound else 200,
    )


def _changed(request: Request, one: Apprenticeship, role: Role, form: TutorForm | NameForm) -> bool:
    try:
        part = services.replace_part(who=request.actor, apprenticeship=one, role=role, by=form.chosen())
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, f"{part.person.name} is {role.label.lower()} of {one.apprentice.name} from now on.")
    return True


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
