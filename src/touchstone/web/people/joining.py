"""Joining an organisation with the link of an invitation. Looking changes nothing: mail scanners look at every link."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.apps.people import services
from touchstone.apps.people.actor import NOBODY
from touchstone.apps.people.invitation_mail import roles_of
from touchstone.apps.people.members import account_of, invitation_with
from touchstone.apps.people.models import Invitation, User
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.signing_in import sign_in_then
from touchstone.web.people.account_forms import NEW_PASSWORD_HINT
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

NEW = {"autocomplete": "new-password"}


class ChooseForm(Form):
    """``account``: the one there is already for the address; its name stays as it is."""

    name = fields.TextField(label="Your full name", attrs={"autocomplete": "name"})
    password1 = forms.CharField(
        label="Password",
        help_text=NEW_PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(NEW),
        error_messages={"required": "Enter a password"},
    )
    password2 = forms.CharField(
        label="Password again",
        strip=False,
        widget=forms.PasswordInput(NEW),
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, email: str, account: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email, self.account = email, account
        if account is not None:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same. Enter the same one twice")
        elif first:
            person = self.account or User(email=self.email, name=given.get("name", ""))
            try:
                validate_password(first, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return given


@page("pages.public")
def join(request: Request, token: str) -> HttpResponseBase:
    invitation = invitation_with(token)
    if invitation is None or invitation.state != Invitation.State.OPEN:
        return _does_not_work(request, invitation)
    account = account_of(invitation.email)
    if account is None and not invitation.roles:  # made for an account whose address has changed since
        return _does_not_work(request, invitation, Invitation.State.WITHDRAWN)
    if account is not None and not account.is_active:
        return _show(request, "closed", invitation, status=410)
    if request.actor is not NOBODY:
        mine = account is not None and account.pk == request.actor.person_id
        return _join_as(request, invitation, token) if mine else _show(request, "other", invitation)
    if account is not None and account.has_usable_password():
        return _show(request, "sign_in", invitation, sign_in=sign_in_then(request.path))
    return _choose(request, invitation, token, account)


def _join_as(request: Request, invitation: Invitation, token: str) -> HttpResponseBase:
    """Signed in as the person invited: one button."""
    if request.method != "POST":
        return _show(request, "as", invitation)
    try:
        services.accept(who=request.actor, token=token)
    except Refused as refused:  # at this moment, in another tab or by who invited them
        return _again(request, refused)
    messages.success(request, f"You have joined {invitation.organisation.name}.")
    return redirect("home")


def _choose(request: Request, invitation: Invitation, token: str, account: User | None) -> HttpResponseBase:
    """Nobody has a password for this address yet: choose one, and be signed in."""
    form = ChooseForm(request.POST or None, email=invitation.email, account=account, initial={"name": invitation.name})
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return _show(request, "choose", invitation, status=status, form=form, account=account)
    password = form.cleaned_data["password1"]
    try:
        person = services.accept_with_password(token=token, name=form.cleaned_data.get("name", ""), password=password)
    except Refused as refused:
        return _again(request, refused)
    messages.success(request, f"You have joined {invitation.organisation.name}.")
    login = Login(user=person, redirect_url=reverse("home"), signup=True)
    answer: HttpResponse = perform_password_login(request, {"email": person.email, "password": password}, login)
    return answer


def _again(request: Request, refused: Refused) -> HttpResponseBase:
    """The page of what has become of the invitation meanwhile, with the reason whatever it shows."""
    messages.error(request, " ".join(refused.reasons))
    return redirect(request.path)


def _does_not_work(
    request: Request, invitation: Invitation | None, state: Invitation.State | None = None
) -> HttpResponse:
    """Says which, and what to do; of the invitation no more than the organisation's name."""
    mine = invitation is not None and request.actor.person_id == invitation.accepted_by_id is not None
    return render(
        request,
        "people/join/does_not_work.html",
        {
            "organisation": invitation.organisation.name if invitation else "",
            "state": (state or invitation.state).value if invitation else "unknown",
            "mine": mine,
        },
        status=410 if invitation else 404,
    )


def _show(request: Request, name: str, invitation: Invitation, status: int = 200, **more: Any) -> HttpResponse:
    roles = [role.label.lower() for role in roles_of(invitation, account_of(invitation.email))]
    context = {"invitation": invitation, "organisation": invitation.organisation.name, "roles": " and ".join(roles)}
    return render(request, f"people/join/{name}.html", context | more, status=status)
