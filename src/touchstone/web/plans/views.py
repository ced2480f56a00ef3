"""The plans there are, and one plan to read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from touchstone.apps.people.access import action
from touchstone.apps.plans.queries import adoptions_visible_to
from touchstone.standards import catalogue
from touchstone.standards.model import Plan
from touchstone.web.parts.page import Request, page
from touchstone.web.plans import reading


@page("plans.read")
def plan_list(request: Request) -> HttpResponse:
    standards = [catalogue.standard(reference) for reference in catalogue.references()]
    held = {plan_id: isinstance(catalogue.plan(plan_id), Plan) for plan_id in catalogue.plan_ids()}
    adopted = {adoption.plan_id: adoption for adoption in adoptions_visible_to(request.actor)}
    context = {"standards": standards, "held": held, "adopted": adopted, "starts": reading.starts}
    return render(request, "plans/list.html", {**context, **_own(request)})


@page("plans.read")
def show(request: Request, plan_id: str) -> HttpResponse:
    try:
        plan = catalogue.plan(plan_id)
    except catalogue.NotFound as unknown:
        raise Http404 from unknown
    context = {"plan": plan, "version": reading.version_of(plan), "starts": reading.starts}
    if not isinstance(plan, Plan):
        adoptions = [one for one in adoptions_visible_to(request.actor) if one.plan_id == plan_id]
        return render(request, "plans/not_held.html", {**context, "adoptions": adoptions, **_own(request)})
    return render(request, "plans/show.html", {**context, **reading.of_plan(plan)})


def _own(request: Request) -> dict[str, bool]:
    """Whether this person's organisation can have adoptions and policies, and whether they may make them."""
    return {
        "reads_adoptions": bool(action("adoptions.see").roles & request.actor.roles),
        "makes_adoptions": bool(action("adoptions.draft").roles & request.actor.roles),
    }
