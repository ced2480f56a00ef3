"""Recording a break in learning, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.apprenticeships.queries import break_visible_to
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class BreakForm(Form):
    first_day = fields.DateField(label="First day of the break", help_text="For example, 1 8 2024")
    last_day = fields.DateField(
        label="Last day of the break", help_text="Leave it empty while the break goes on", required=False
    )


class EndForm(Form):
    last_day = fields.DateField(
        label="Last day of the break", help_text="The day before learning goes on. For example, 31 8 2024"
    )


@page("apprenticeship.breaks", find=find_apprenticeship)
def add(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = BreakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_break(who=request.actor, apprenticeship=one, **form.cleaned_data)
        except Refused as refused:
            form.add_error("first_day", " ".join(refused.reasons))
        else:
            messages.success(request, "Break recorded. The earliest gateway date has moved with it.")
            return redirect("apprenticeships:show", pk=one.pk)
    return _render(request, one, form, "Record a break in learning")


@page("apprenticeship.breaks", find=break_visible_to)
def end(request: Request, broken: BreakInLearning) -> HttpResponseBase:
    one, form = broken.apprenticeship, EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_break(who=request.actor, broken=broken, last_day=form.cleaned_data["last_day"])
        except Refused as refused:
            form.add_error("last_day", " ".join(refused.reasons))
        else:
            messages.success(request, "The end of the break is recorded.")
            return redirect("apprenticeships:show", pk=one.pk)
    return _render(request, one, form, "End a break in learning")


def _render(request: Request, one: Apprenticeship, form: Form, title: str) -> HttpResponseBase:
    return render(
        request,
        "apprenticeships/break.html",
        {"header": header_of(request.held, one), "one": one, "form": form, "title": title},
        status=422 if form.is_bound else 200,
    )
