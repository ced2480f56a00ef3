"""Planning the training: until when, and how many off-the-job hours."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import TrainingPlan
from touchstone.apps.training.queries import plan_of_training, planned_end_of
from touchstone.standards.training import hours_asked
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form


class PlanForm(Form):
    version = fields.HiddenField()
    planned_end = fields.DateField(
        label="Planned end of the training",
        help_text="When the apprentice should be ready for the gateway. For example, 31 3 2026",
        required=False,
    )
    hours = fields.NumberField(label="Off-the-job hours planned", least=1, most=10_000, suffix="hours", required=False)


@page("training.plan", find=find_apprenticeship)
def change(request: Request, one: Apprenticeship) -> HttpResponseBase:
    plan = plan_of_training(one)
    form = PlanForm(request.POST or None, initial=_as_typed(plan))
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_training(
                who=request.actor,
                apprenticeship=one,
                version=version_of(form),
                planned_end=form.cleaned_data["planned_end"],
                hours=form.cleaned_data["hours"],
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            stale = _in_words(plan)
            form = PlanForm({**request.POST.dict(), "version": str(plan.version)})
        else:
            messages.success(request, "The training plan is changed.")
            return redirect("training:show", pk=one.pk)
    return render(
        request,
        "training/plan.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "form": form,
            "asked": hours_asked(one.start),
            "stale": stale,
        },
        status=409 if stale else 422 if form.is_bound else 200,
    )


def _as_typed(plan: TrainingPlan) -> dict[str, object]:
    return {"version": plan.version, "planned_end": planned_end_of(plan, timezone.localdate()), "hours": plan.hours}


def _in_words(plan: TrainingPlan) -> str:
    end = formats.date(planned_end_of(plan, timezone.localdate())) or "none"
    return f"Planned end: {end}. Hours: {plan.hours if plan.hours is not None else 'none'}."
