"""The training plan: how far the hours are, what is to be reached by when, and what is overdue."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action
from touchstone.apps.training.models import Milestone
from touchstone.apps.training.queries import is_overdue, milestones_of, standing
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import formats


@page("training.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    today = standing(one)
    return render(
        request,
        "training/show.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "plan": today.plan,
            "totals": today.totals,
            "milestones": [(milestone, *_standing(milestone)) for milestone in milestones_of(one)],
            "due": today.review_due,
            "late": today.review_due < timezone.localdate(),
            "scanned": today.scanned,
            "plans": bool(action("training.plan").roles & request.held),
            "writes": bool(action("hours.write").roles & request.held),
            "scans": bool(action("scan.make").roles & request.held),
        },
    )


def _standing(milestone: Milestone) -> tuple[str, str]:
    """In words, and the tone beside them."""
    today = timezone.localdate()
    if milestone.reached_on:
        return f"Reached on {formats.date(milestone.reached_on)}", "good"
    if is_overdue(milestone, today):
        return f"{formats.plural((today - milestone.due).days, 'day')} overdue", "bad"
    return "To come", "plain"
