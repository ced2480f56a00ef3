"""Enrolling an apprentice: fill in, check, enrol."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships import services
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import plan_for
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import PlanNotHeld
from touchstone.web.apprenticeships.enrolment_form import EnrolmentForm
from touchstone.web.parts.apprenticeship import titled
from touchstone.web.parts.page import Request, page


@page("apprenticeship.enrol")
def enrol(request: Request) -> HttpResponseBase:
    """One address for all three steps: what was typed travels with the page, so going back loses nothing."""
    form = _form(request)
    if request.method != "POST":
        return render(request, "apprenticeships/enrol.html", {"form": form})
    if not form.is_valid():
        return render(request, "apprenticeships/enrol.html", {"form": form}, status=422)
    wanted = request.POST.get("do")
    if wanted == "change":
        return render(request, "apprenticeships/enrol.html", {"form": form})
    if wanted != "enrol":
        return _check(request, form)
    try:
        enrolled = services.enrol(who=request.actor, **form.arguments())
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return render(request, "apprenticeships/enrol.html", {"form": form}, status=422)
    messages.success(request, f"{enrolled.apprentice.name} is enrolled. Reference {enrolled.reference}.")
    return redirect("apprenticeships:show", pk=enrolled.pk)


def _form(request: Request) -> EnrolmentForm:
    providers = sorted(request.actor.organisations(Role.TUTOR, Role.QUALITY_LEAD))
    form = EnrolmentForm(request.POST or None, providers=providers, initial={"id": uuid.uuid4()})
    if form.fields["tutor"].queryset.filter(pk=request.actor.person_id).exists():  # type: ignore[attr-defined]
        form.initial["tutor"] = request.actor.person_id
    return form


def _check(request: Request, form: EnrolmentForm) -> HttpResponse:
    given: dict[str, Any] = form.arguments()
    plan_id = f"{given['standard']}-{given['version']}"
    return render(
        request,
        "apprenticeships/enrol_check.html",
        {
            "given": given,
            "plan_id": plan_id,
            "standard": titled(given["standard"], given["version"]),
            "not_held": isinstance(plan_for(given["assessment_organisation"], plan_id), PlanNotHeld),
            "funding": dict(form.fields["funding"].choices)[given["funding"]],  # type: ignore[attr-defined]
            "carried": list(form.carried()),
        },
    )
