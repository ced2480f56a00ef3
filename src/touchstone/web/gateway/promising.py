"""How soon the organisation says it decides on gateways: set by its administrators, read by all of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.gateway import services
from touchstone.apps.gateway.desk import promise_of
from touchstone.apps.gateway.services.promising import MOST
from touchstone.apps.people.members import organisation_seen
from touchstone.apps.people.models import Organisation
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class PromiseForm(Form):
    version = fields.HiddenField()
    days = fields.NumberField(
        label="Within how many working days of submission do you decide on a gateway?",
        help_text="The number you have published. The day of submission is not counted.",
        least=1,
        most=MOST,
        suffix="working days",
        error_messages={"required": "Enter the number of working days"},
    )

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else -1


@page("gateway.promise", find=organisation_seen)
def promise(request: Request, organisation: Organisation) -> HttpResponse:
    promised = promise_of(organisation.pk)
    start = {"version": promised.version if promised else 0, "days": promised.days if promised else None}
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        try:
            services.promise_days(
                who=request.actor, organisation=organisation, days=form.cleaned_data["days"], version=form.seen()
            )
        except Refused as refused:
            form.add_error("days", list(refused.reasons))
        except Stale:
            form = _again(request, organisation)
        else:
            messages.success(request, "Saved. The desk measures by these days from now on.")
            return redirect("gateway:desk")
    context = {"organisation": organisation, "promised": promised, "form": form}
    return render(request, "gateway/promise.html", context, status=422 if form.is_bound else 200)


def _again(request: Request, organisation: Organisation) -> PromiseForm:
    """The form as it was typed, with what a colleague set meanwhile."""
    promised, typed = promise_of(organisation.pk), request.POST.copy()
    typed["version"] = str(promised.version if promised else 0)
    form = PromiseForm(typed)
    if promised:
        form.add_error(
            "days",
            f"{promised.set_by.name} set it to {promised.days} after you opened the page. "
            "Save again if yours should replace it.",
        )
    return form
