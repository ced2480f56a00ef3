"""Correcting how somebody is called and the address they sign in with: one form, for whoever may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import EmailInput

from touchstone.apps.people.models import User
from touchstone.apps.people.services import Identity
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.page import Request
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


def reason_field() -> fields.LongTextField:
    return fields.LongTextField(
        label="Why is it corrected?",
        help_text="It is kept in the log, and the person it is about is told",
        rows=3,
        max_length=1000,
        error_messages={"required": "Enter why it is corrected"},
    )


class PersonForm(Form):
    """``was_…``: what the page showed, so that two people correcting at once notice each other."""

    was_name = fields.HiddenField(required=False)
    was_email = fields.HiddenField(required=False, max_length=254)
    name = fields.TextField(label="Full name", attrs={"autocomplete": "off"})
    email = fields.EmailField(label="Email address", widget=EmailInput({"spellcheck": "false", "autocomplete": "off"}))
    reason = reason_field()

    def was(self) -> Identity:
        return Identity(self.cleaned_data["was_name"], self.cleaned_data["was_email"])

    def now(self) -> Identity:
        return Identity(self.cleaned_data["name"], self.cleaned_data["email"].lower())


@dataclass(frozen=True, slots=True)
class Tried:
    """A correction that was tried, or not yet. ``stale``: somebody else made one meanwhile. ``status``: of the page."""

    form: Form
    done: bool = False
    stale: bool = False

    @property
    def status(self) -> int:
        return 409 if self.stale else 422 if self.form.is_bound else 200


def try_to_correct(request: Request, person: User, act: Callable[..., Any]) -> Tried:
    """``act(was=, now=, reason=)`` corrects ``person``, as the page knows them."""
    there = {"was_name": person.name, "was_email": person.email}
    if request.method != "POST":
        return Tried(PersonForm(initial={**there, "name": person.name, "email": person.email}))
    form = PersonForm(request.POST)
    if not form.is_valid():
        return Tried(form)
    try:
        act(was=form.was(), now=form.now(), reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.add_error("email" if form.now().email != form.was().email else None, list(refused.reasons))
    except Stale:
        return Tried(sent_again(form, there), stale=True)
    else:
        return Tried(form, done=True)
    return Tried(form)


def sent_again(form: Form, there: dict[str, str]) -> Form:
    """The same form with what was typed, ready to be sent anew knowing what is ``there``."""
    data = form.data.copy()  # type: ignore[attr-defined]
    for name, value in there.items():
        data[name] = value
    return type(form)(data)
