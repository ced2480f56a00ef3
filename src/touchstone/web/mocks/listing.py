"""Mock assessments of one apprentice, and beginning one."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.mocks import services
from touchstone.apps.mocks.queries import mocks_visible_to
from touchstone.apps.people.access import action
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class BeginForm(Form):
    id = fields.HiddenField()
    method = fields.RadiosField(label="Which method?")
    held_on = fields.DateField(label="When is it held?", latest=timezone.localdate)

    def __init__(self, *args: object, plan: Plan | PlanNotHeld, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["method"].choices = list(_methods(plan).items())  # type: ignore[attr-defined]


@page("mock.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    plan = plan_of(one)
    return render(
        request,
        "mocks/list.html",
        {
            "header": header_of(request.held, one, "assessment"),
            "one": one,
            "mocks": mocks_visible_to(request.actor).filter(apprenticeship=one),
            "methods": _methods(plan),
            "plan": plan,
            "held": isinstance(plan, Plan),
            "holds": bool(action("mock.hold").roles & request.held),
        },
    )


@page("mock.hold", find=find_apprenticeship)
def begin(request: Request, one: Apprenticeship) -> HttpResponse:
    plan = plan_of(one)
    initial = {"id": uuid.uuid4(), "held_on": timezone.localdate()}
    form = BeginForm(request.POST or None, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            mock = services.begin(
                who=request.actor,
                id=uuid.UUID(form.cleaned_data["id"]),
                apprenticeship=one,
                method=form.cleaned_data["method"],
                held_on=form.cleaned_data["held_on"],
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            return redirect("mocks:mock", mock.pk)
    context = {
        "header": header_of(request.held, one, "assessment"),
        "one": one,
        "form": form,
        "plan": plan,
        "held": isinstance(plan, Plan),
    }
    return render(request, "mocks/begin.html", context, status=422 if form.is_bound else 200)


def _methods(plan: Plan | PlanNotHeld) -> dict[str, str]:
    """Method -> its name; none for a plan that is not held."""
    return {method.id: method.name for method in plan.methods} if isinstance(plan, Plan) else {}
