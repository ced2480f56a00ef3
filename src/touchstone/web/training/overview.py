"""The training of one apprentice: whether it is on track and why, the plan, what is to be reached by when."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action
from touchstone.apps.records.refusal import Refused
from touchstone.apps.training import services
from touchstone.apps.training.models import Milestone
from touchstone.apps.training.queries import is_overdue, latest_judgement, milestones_of, standing
from touchstone.rules.on_track import BEHIND, SLIPPING
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.training.words import IN_WORDS
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form


class JudgeForm(Form):
    id = fields.HiddenField()
    on_track = fields.YesNoField(label="Do you see the training on track?")
    why = fields.LongTextField(
        label="Why?", rows=4, max_length=1000, help_text="It stands beside the figures, with your name and the day"
    )


@page("training.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    today = timezone.localdate()
    found = standing(one, today)
    return render(
        request,
        "training/show.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "standing": found,
            "totals": found.totals,
            "words": IN_WORDS,
            "slipping": SLIPPING,
            "behind": BEHIND,
            "judgement": latest_judgement(one),
            "late": found.review_due < today,
            "milestones": [(milestone, *_standing(milestone)) for milestone in milestones_of(one)],
            "plans": bool(action("training.plan").roles & request.held),
            "judges": bool(action("training.judge").roles & request.held),
            "writes": bool(action("hours.write").roles & request.held),
        },
    )


@page("training.judge", find=find_apprenticeship)
def judge(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = JudgeForm(request.POST or None, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.judge(
                who=request.actor,
                id=uuid.UUID(given["id"]),
                apprenticeship=one,
                on_track=given["on_track"],
                why=given["why"],
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error("why", " ".join(refused.reasons))
        else:
            messages.success(request, "Kept beside the figures.")
            return redirect("training:show", pk=one.pk)
    return render(
        request,
        "training/judge.html",
        {"header": header_of(request.held, one, "training"), "one": one, "form": form},
        status=422 if form.is_bound else 200,
    )


def _standing(milestone: Milestone) -> tuple[str, str]:
    """In words, and the tone beside them."""
    today = timezone.localdate()
    if milestone.reached_on:
        return f"Reached on {formats.date(milestone.reached_on)}", "good"
    if is_overdue(milestone, today):
        return f"{formats.plural((today - milestone.due).days, 'day')} overdue", "bad"
    return "To come", "plain"
