"""The pages of second factors: ours in place of the package's where something is added, removed or shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from touchstone.apps.people import services
from touchstone.apps.people.queries import held_forms
from touchstone.apps.people.second_factor import Steps, has_one, is_required_of, steps_of
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request
from touchstone.web.people.oneself import oneself
from touchstone.web.people.second_factor import guard

View = Callable[..., HttpResponse]
# The password or a second step, within the last minutes.
confirmed: Callable[[View], View] = reauthentication_required(app="allauth.mfa")


@require_safe
def index(request: Request) -> HttpResponse:
    """What this person has, and what they can add."""
    required = is_required_of(request.actor)
    return render(request, "mfa/index.html", {"steps": steps_of(oneself(request).pk), "required": required})


def keys(request: Request) -> HttpResponse:
    """The package has a page of its own for keys: ours has everything on one."""
    return redirect("mfa_index")


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        who, person = self.request.actor, oneself(self.request)
        services.add_app(who=who, person=person, secret=form.secret, code=form.cleaned_data["code"])
        clear_totp_secret(self.request)
        return _added(self.request, "Your authenticator app is added")


class RefusedForm:
    """A refused form is shown with what is wrong; these views of the package would show a new one, or go elsewhere."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined, no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data() | kwargs  # type: ignore[misc, no-any-return]


class ConfirmByKey(RefusedForm, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Before a change of one's account."""


class AddKey(RefusedForm, AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        services.add_key(who=self.request.actor, person=oneself(self.request), name=name, credential=credential)
        return _added(self.request, f"“{name}” is added")


class RenewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        services.renew_recovery_codes(who=self.request.actor, person=oneself(self.request))
        return redirect("mfa_view_recovery_codes")


def _added(request: Request, words: str) -> HttpResponse:
    guard.note_second_factor(request)
    messages.success(request, words)
    return redirect("mfa_index" if steps_of(oneself(request).pk).shown else "mfa_view_recovery_codes")


@confirmed
def recovery_codes(request: Request) -> HttpResponse:
    """Shown until somebody says that they have kept them, and never again."""
    steps = steps_of(oneself(request).pk)
    if steps.recovery is None:
        return redirect("mfa_index")
    if request.method == "POST":
        services.keep_recovery_codes(who=request.actor, person=oneself(request))
        waiting = held_forms(request.actor).exists()
        return redirect("people:kept" if waiting else guard.wanted(request))
    return render(request, "mfa/recovery_codes/index.html", {"steps": steps})


@confirmed
@require_safe
def download(request: Request) -> HttpResponse:
    """The codes as a file to keep, as long as they are shown."""
    steps = steps_of(oneself(request).pk)
    if steps.shown or not steps.codes:
        return redirect("mfa_view_recovery_codes")
    text = "Recovery codes for Touchstone. Each works once, in place of your second step.\n\n" + "\n".join(steps.codes)
    name = 'attachment; filename="touchstone-recovery-codes.txt"'
    return HttpResponse(f"{text}\n", content_type="text/plain", headers={"Content-Disposition": name})


@confirmed
def remove_app(request: Request) -> HttpResponse:
    steps = steps_of(oneself(request).pk)
    return redirect("mfa_index") if steps.app is None else _remove(request, steps, steps.app, "your authenticator app")


@confirmed
def remove_key(request: Request, pk: int) -> HttpResponse:
    steps = steps_of(oneself(request).pk)
    key = next((one for one in steps.keys if one.pk == pk), None)
    if key is None:
        raise Http404
    return _remove(request, steps, key, f"“{key.wrap().name}”")


def _remove(request: Request, steps: Steps, step: Authenticator, name: str) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        here = request.session.session_key
        try:
            services.remove_step(who=request.actor, person=oneself(request), id=step.pk, here=here)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            if not has_one(oneself(request).pk):
                guard.forget_second_factor(request)
            messages.success(request, f"{name[0].upper()}{name[1:]} is removed")
            return redirect("mfa_index")
    needed = steps.one_left and is_required_of(request.actor)
    about = {"name": name, "form": form, "needed": needed}
    return render(request, "mfa/remove.html", about, status=422 if form.errors else 200)
