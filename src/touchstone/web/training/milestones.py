"""Milestones of the training plan: setting, changing, reaching, taking out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.coverage import layout
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import Milestone
from touchstone.apps.training.queries import milestones_visible_to
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

CHANGED = "Somebody changed this milestone meanwhile. Look at it again, then change it."


class MilestoneForm(Form):
    id = fields.HiddenField()
    version = fields.HiddenField()
    title = fields.TextField(label="What is to be reached?", max_length=200)
    due = fields.DateField(label="By when?", help_text="For example, 31 3 2026")
    ksbs = fields.CheckboxesField(label="Which knowledge, skills and behaviours does it work towards?", required=False)

    def __init__(self, *args: Any, plan: Plan | PlanNotHeld, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ksbs"].choices = [  # type: ignore[attr-defined]
            (f"{method}: {group}" if method else group, [(ksb.code, f"{ksb.code} {ksb.text}") for ksb in ksbs])
            for method, groups in layout(plan)
            for group, ksbs in groups
        ]


class ReachedForm(Form):
    version = fields.HiddenField()
    on = fields.DateField(
        label="When was it reached?",
        help_text="Leave it empty if it is not reached after all",
        latest=timezone.localdate,
        required=False,
    )


class RemoveForm(Form):
    version = fields.HiddenField()


def find_milestone(actor: Actor, pk: uuid.UUID) -> Milestone | None:
    return milestones_visible_to(actor).filter(pk=pk).first()


@page("training.plan", find=find_apprenticeship)
def add(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = MilestoneForm(request.POST or None, plan=plan_of(one), initial={"id": uuid.uuid4(), "version": 0})
    return _write(request, one, form, "Set a milestone", "The milestone is set.")


@page("training.plan", find=find_milestone)
def change(request: Request, milestone: Milestone) -> HttpResponseBase:
    initial = {name: getattr(milestone, name) for name in ("id", "version", "title", "due", "ksbs")}
    form = MilestoneForm(request.POST or None, plan=plan_of(milestone.apprenticeship), initial=initial)
    return _write(request, milestone.apprenticeship, form, "Change a milestone", "The milestone is changed.", milestone)


@page("training.plan", find=find_milestone)
def reached(request: Request, milestone: Milestone) -> HttpResponseBase:
    on = milestone.reached_on or timezone.localdate()
    form = ReachedForm(request.POST or None, initial={"version": milestone.version, "on": on})

    def act() -> None:
        services.reach(who=request.actor, milestone=milestone, version=version_of(form), on=form.cleaned_data["on"])

    return _act(request, milestone, form, act, "When was it reached?", "Saved.")


@page("training.plan", find=find_milestone)
def remove(request: Request, milestone: Milestone) -> HttpResponseBase:
    form = RemoveForm(request.POST or None, initial={"version": milestone.version})

    def act() -> None:
        services.remove_milestone(who=request.actor, milestone=milestone, version=version_of(form))

    return _act(request, milestone, form, act, "Take a milestone out", "The milestone is taken out.")


def _write(
    request: Request,
    one: Apprenticeship,
    form: MilestoneForm,
    title: str,
    done: str,
    milestone: Milestone | None = None,
) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.set_milestone(
                who=request.actor,
                id=milestone.pk if milestone else uuid.UUID(given["id"]),
                apprenticeship=one,
                title=given["title"],
                due=given["due"],
                ksbs=given["ksbs"],
                version=version_of(form) if milestone else 0,
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.add_error(None, CHANGED)
        else:
            messages.success(request, done)
            return redirect("training:show", pk=one.pk)
    return render(
        request,
        "training/milestone.html",
        {"header": header_of(request.held, one, "training"), "one": one, "form": form, "title": title},
        status=422 if form.is_bound else 200,
    )


def _act(
    request: Request, milestone: Milestone, form: Form, act: Callable[[], None], title: str, done: str
) -> HttpResponseBase:
    one = milestone.apprenticeship
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.add_error(None, CHANGED)
        else:
            messages.success(request, done)
            return redirect("training:show", pk=one.pk)
    return render(
        request,
        "training/milestone_act.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "milestone": milestone,
            "form": form,
            "title": title,
        },
        status=422 if form.is_bound else 200,
    )
