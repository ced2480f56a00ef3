"""Putting right what was entered wrongly: ULN and date of birth, the name and address of a person; and what was."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import may
from touchstone.apps.apprenticeships.queries import visible_to, with_participants
from touchstone.apps.apprenticeships.services import Learner
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import names_of
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules import uln as ulns
from touchstone.web.parts.apprenticeship import address_for, find_apprenticeship, header_of
from touchstone.web.parts.corrections import Tried, reason_field, sent_again, try_to_correct
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form

FIELDS = {
    "uln": "ULN",
    "date_of_birth": "Date of birth",
    "start": "Start date",
    "name": "Name",
    "email": "Email address",
}


class LearnerForm(Form):
    """``was_…``: what the page showed, so that two people correcting at once notice each other."""

    was_uln = fields.HiddenField(required=False)
    was_born = fields.HiddenField(required=False)
    uln = fields.TextField(
        label="Unique learner number (ULN)",
        help_text="10 digits, on their record in the Learning Records Service",
        width=10,
        max_length=30,
        error_messages={"required": "Enter the ULN"},
    )
    date_of_birth = fields.DateField(
        label="Date of birth",
        help_text="For example, 27 3 1994",
        latest=timezone.localdate,
        earliest=dt.date(1920, 1, 1),
    )
    reason = reason_field()

    def clean_uln(self) -> str:
        uln = "".join(self.cleaned_data["uln"].split())
        if trouble := ulns.trouble(uln):
            raise ValidationError(f"Check the ULN: {trouble}")
        return uln

    def clean_was_born(self) -> dt.date:
        try:
            return dt.date.fromisoformat(self.cleaned_data["was_born"])
        except ValueError:
            return dt.date.min  # nobody's: somebody has changed what the page carries

    def was(self) -> Learner:
        return Learner(self.cleaned_data["was_uln"], self.cleaned_data["was_born"])

    def now(self) -> Learner:
        return Learner(self.cleaned_data["uln"], self.cleaned_data["date_of_birth"])


@page("apprenticeship.correct", find=find_apprenticeship)
def correct(request: Request, one: Apprenticeship) -> HttpResponseBase:
    if services.is_released(one):
        answer = may(request.actor, "apprenticeship.correct-released", one)
        if not answer.allowed:
            raise PermissionDenied(answer.because)
    tried = _try_to_correct(request, one)
    if tried.done:
        messages.success(request, "Corrected. The apprentice is told by mail.")
        return redirect("apprenticeships:show", pk=one.pk)
    return render(
        request,
        "apprenticeships/correct.html",
        {
            "header": header_of(request.held, one),
            "one": one,
            "form": tried.form,
            "stale": tried.stale,
            "corrections": address_for(request.held, "apprenticeships:corrections", one),
        },
        status=tried.status,
    )


def _try_to_correct(request: Request, one: Apprenticeship) -> Tried:
    there = {"was_uln": one.uln, "was_born": one.date_of_birth.isoformat()}
    if request.method != "POST":
        return Tried(LearnerForm(initial={**there, "uln": one.uln, "date_of_birth": one.date_of_birth}))
    form = LearnerForm(request.POST)
    if not form.is_valid():
        return Tried(form)
    try:
        services.correct_learner(
            who=request.actor,
            apprenticeship=one,
            was=form.was(),
            now=form.now(),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refused:
        form.add_error("uln" if form.now().uln != one.uln else "date_of_birth", list(refused.reasons))
    except Stale:
        return Tried(sent_again(form, there), stale=True)
    else:
        return Tried(form, done=True)
    return Tried(form)


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody who can be corrected from an apprenticeship."""

    apprenticeship: Apprenticeship
    person: User


def _find_person(actor: Actor, pk: uuid.UUID, person: uuid.UUID) -> Around | None:
    one = with_participants(visible_to(actor)).filter(pk=pk).first()
    known = {part.person_id: part.person for part in one.participants.all()} if one else {}
    found = one.apprentice if one and one.apprentice_id == person else known.get(person)
    return Around(one, found) if one and found and services.is_corrected_here(one, found) else None


@page("apprenticeship.correct-person", find=_find_person)
def correct_person(request: Request, around: Around) -> HttpResponseBase:
    one, person = around.apprenticeship, around.person
    act = partial(services.correct_participant, who=request.actor, apprenticeship=one, person=person)
    tried = try_to_correct(request, person, act)
    if tried.done:
        messages.success(request, "Corrected. The person is told by mail.")
        return redirect("apprenticeships:show", pk=one.pk)
    return render(
        request,
        "apprenticeships/correct_person.html",
        {
            "header": header_of(request.held, one),
            "one": one,
            "person": person,
            "form": tried.form,
            "stale": tried.stale,
        },
        status=tried.status,
    )


@page("apprenticeship.corrections", find=find_apprenticeship)
def corrections(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """What was corrected here, with the old values as far as they are not erased."""
    entries = services.open_corrections(who=request.actor, apprenticeship=one)
    subjects = {uuid.UUID(entry.details["person"]) for entry in entries if "person" in entry.details}
    names = names_of(subjects | {entry.actor for entry in entries if entry.actor})
    return render(
        request,
        "apprenticeships/corrections.html",
        {"header": header_of(request.held, one), "one": one, "rows": [_in_words(entry, names) for entry in entries]},
    )


def _in_words(entry: LogEntry, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    body = entry.personal.body if hasattr(entry, "personal") else {}
    of = names.get(uuid.UUID(entry.details["person"]), "") if "person" in entry.details else ""
    return {
        "what": f"{entry.details['what']} of {of}" if of else entry.details["what"],
        "when": formats.datetime_local(entry.at),
        "by": names.get(entry.actor, "") if entry.actor else "",
        "reason": body.get("reason", ""),
        "changes": [
            (FIELDS[field], _value(field, body["old"][field]), _value(field, body["new"][field]))
            for field in FIELDS
            if field in body.get("new", {})
        ],
    }


def _value(field: str, text: str) -> str:
    return formats.date(dt.date.fromisoformat(text)) if field in {"date_of_birth", "start"} else text
