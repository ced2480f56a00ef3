"""Giving one thing the gateway asks for: one page each."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import requirements
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.gateway.finding import Asked, find_asked, newest_of
from touchstone.web.gateway.forms import FORMS, GiveForm, IdentityForm
from touchstone.web.gateway.mapping import mapping_form_of
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui.formats import datetime_local

NOT_OPEN = "Nothing can be changed any more: see where the gateway stands."


@page("gateway.give", find=find_asked)
def give(request: Request, about: Asked) -> HttpResponse:
    if about.fact.turn not in request.held:
        raise PermissionDenied(f"Only the {about.fact.turn.label.lower()} can give this, in their own account.")
    if about.gateway.state != Gateway.State.OPEN:
        messages.warning(request, NOT_OPEN)
        return redirect("gateway:show", pk=about.apprenticeship.pk)
    before = _before(about)
    if before and before.accepted:
        messages.warning(request, f"{about.fact.title} is accepted, so it cannot be changed any more.")
        return redirect("gateway:show", pk=about.apprenticeship.pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FORMS[about.fact.how](data, files, about=about, before=before)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, about, form)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = _again(request, about)
        else:
            messages.success(request, f"{about.fact.title}: saved.")
            return redirect("gateway:show", pk=about.apprenticeship.pk)
    return render(
        request,
        "gateway/give.html",
        {
            "header": header_of(request.held, about.apprenticeship, "gateway"),
            "one": about.apprenticeship,
            "about": about,
            "before": before,
            "form": form,
            "mapping_form": mapping_form_of(about.gateway) if about.fact.how == "mapping" else None,
            "says": next((need.rule.says for need in requirements(about.plan) if need.fact == about.fact), ""),
        },
        status=422 if form.is_bound else 200,
    )


def _give(request: Request, about: Asked, form: GiveForm) -> None:
    who = request.actor.acting(about.fact.turn)
    gateway = services.open_gateway(who=who, apprenticeship=about.apprenticeship)
    version = _version(form)
    if isinstance(form, IdentityForm):
        given = form.cleaned_data
        services.give_identity(
            who=who, gateway=gateway, fact=about.fact.name, upload=given["file"], note=given["note"], version=version
        )
        return
    ready = form.ready()
    services.give(
        who=who,
        gateway=gateway,
        fact=about.fact.name,
        value=ready.value,
        note=ready.note,
        dated=ready.dated,
        portfolio=ready.portfolio,
        version=version,
    )


def _version(form: GiveForm) -> int:
    """A version nobody sent rightly is older than any."""
    version = form.cleaned_data["version"]
    return int(version) if version.isdecimal() else 0


def _again(request: Request, about: Asked) -> GiveForm:
    """The form as it was typed, to be sent again by who has seen what a colleague gave meanwhile."""
    about = replace(about, gateway=newest_of(about.apprenticeship))
    before, typed = _before(about), request.POST.copy()
    typed["version"] = str(about.gateway.version)
    form = FORMS[about.fact.how](typed, request.FILES, about=about, before=before)
    if before:
        form.add_error(
            None,
            f"{before.given_by.name} gave this on {datetime_local(before.given_at)}, after you opened the page. "
            "Yours is still here: save it again if it should replace theirs.",
        )
    return form


def _before(about: Asked) -> Given | None:
    return next((row for row in about.gateway.given.all() if row.fact == about.fact.name), None)
