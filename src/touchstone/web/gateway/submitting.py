"""Submitting an attempt."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.requirements import title_of
from touchstone.apps.gateway.rulings import ruler_read_with
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.gateway.beside import wanted_beside
from touchstone.web.gateway.finding import find_with_people, newest_of
from touchstone.web.gateway.show import shown
from touchstone.web.gateway.standing import standing_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.formats import datetime_local
from touchstone.web.ui.forms import Form


class SubmitForm(Form):
    version = fields.HiddenField()

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else 0


@page("gateway.submit", find=find_with_people)
def submit(request: Request, one: Apprenticeship) -> HttpResponse:
    gateway = newest_of(one)
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"version": gateway.version})
    if gateway.state != Gateway.State.OPEN and request.method == "GET":
        return redirect("gateway:show", pk=one.pk)
    if request.method == "POST" and form.is_valid():
        try:
            submitted = services.submit(who=request.actor, gateway=gateway, version=form.seen())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            messages.warning(request, changed_since(newest_of(one), form.seen()))
            return redirect("gateway:submit", pk=one.pk)
        else:
            messages.success(request, _said(request, submitted))
            return redirect("gateway:show", pk=one.pk)
    standing = standing_of(gateway, request.held)
    context = {
        **shown(request, standing, ruler_read_with(one)),
        "beside": wanted_beside(one, request.held),
        "form": form,
    }
    return render(request, "gateway/submit.html", context, status=422 if form.is_bound else 200)


def changed_since(gateway: Gateway, version: int) -> str:
    """What was given after ``version`` was read, by whom and when."""
    given = sorted((row for row in gateway.given.all() if row.at_version > version), key=lambda row: row.given_at)
    what = "; ".join(f"{title_of(row.fact)}, {row.given_by.name}, {datetime_local(row.given_at)}" for row in given)
    words = f"Given since: {what}. " if what else ""
    return f"Something changed since you opened the page. {words}Look at it again, then submit."


def _said(request: Request, gateway: Gateway) -> str:
    if gateway.submitted_by and gateway.submitted_by_id != request.actor.person_id:
        return f"{gateway.submitted_by.name} submitted the gateway just before you. The assessment organisation has it."
    return "Gateway submitted. The assessment organisation has it now."
