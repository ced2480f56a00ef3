"""The permission to request the certificate, with the address: the apprentice's own pages, and who reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.services.permission import wording_of
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.postcode import tidy
from touchstone.standards.beside import beside
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

UK, ELSEWHERE = "uk", "elsewhere"


class PermissionForm(Form):
    version = fields.HiddenField()
    line_1 = fields.TextField(label="Address line 1", max_length=100, attrs={"autocomplete": "address-line1"})
    line_2 = fields.TextField(
        label="Address line 2", max_length=100, required=False, attrs={"autocomplete": "address-line2"}
    )
    town = fields.TextField(label="Town or city", max_length=100, attrs={"autocomplete": "address-level2"})
    where = fields.RadiosField(
        label="Where is that?",
        choices=[(UK, "In the United Kingdom"), (ELSEWHERE, "Somewhere else")],
        reveal={UK: "postcode", ELSEWHERE: "elsewhere"},
    )
    postcode = fields.TextField(label="Postcode", max_length=12, required=False, attrs={"autocomplete": "postal-code"})
    elsewhere = fields.TextField(label="Postal code and country", max_length=100, required=False)
    agreed = fields.ConfirmField(label="", error_messages={"required": "Tick the box to give your permission"})
    mark_optional = False

    def __init__(self, *args: Any, wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = wording

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("where") == UK and not tidy(given.get("postcode", "")):
            self.add_error("postcode", "Enter a full UK postcode, like SW1A 1AA")
        if given.get("where") == ELSEWHERE and not given.get("elsewhere", "").strip():
            self.add_error("elsewhere", "Enter the postal code and the country")
        return given

    def address(self) -> services.Address:
        given = self.cleaned_data
        in_uk = given["where"] == UK
        return services.Address(
            given["line_1"],
            given["line_2"],
            given["town"],
            given["postcode"] if in_uk else "",
            "" if in_uk else given["elsewhere"],
        )

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else -1


@page("certificate.address", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    context = {
        "header": header_of(request.held, one, "gateway"),
        "one": one,
        "permission": services.read_permission(who=request.actor, apprenticeship=one),
        "own": Role.APPRENTICE in request.held,
        "wanted": beside().wanted,
    }
    return render(request, "gateway/certificate.html", context)


@page("certificate.permit", find=find_apprenticeship)
def permit(request: Request, one: Apprenticeship) -> HttpResponse:
    wording, says = wording_of(one)
    form = PermissionForm(
        request.POST if request.method == "POST" else None, wording=says, initial=_start(request, one)
    )
    if form.is_bound and form.is_valid():
        try:
            services.give_permission(who=request.actor, apprenticeship=one, address=form.address(), version=form.seen())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            messages.warning(request, "It was changed in another window. Look at what stands there now.")
            return redirect("gateway:certificate", pk=one.pk)
        else:
            messages.success(request, "Your permission and your address are saved.")
            return redirect("gateway:certificate", pk=one.pk)
    header = header_of(request.held, one, "gateway")
    context = {"header": header, "one": one, "form": form, "wording": wording, "wanted": beside().wanted}
    return render(request, "gateway/permit.html", context, status=422 if form.is_bound else 200)


@page("certificate.permit", find=find_apprenticeship)
def withdraw(request: Request, one: Apprenticeship) -> HttpResponse:
    if request.method == "POST":
        services.withdraw_permission(who=request.actor, apprenticeship=one)
        messages.success(request, "Your permission is withdrawn, and your address is deleted.")
        return redirect("gateway:show", pk=one.pk)
    context = {"header": header_of(request.held, one, "gateway"), "one": one}
    return render(request, "gateway/withdraw_permission.html", context)


def _start(request: Request, one: Apprenticeship) -> dict[str, Any]:
    """What was given before; reading it is logged like any reading."""
    if request.method == "POST":
        return {}
    held = services.read_permission(who=request.actor, apprenticeship=one)
    if held is None:
        return {"version": 0, "where": UK}
    names = ("version", "line_1", "line_2", "town", "postcode", "elsewhere")
    return {**{name: getattr(held, name) for name in names}, "where": ELSEWHERE if held.elsewhere else UK}
