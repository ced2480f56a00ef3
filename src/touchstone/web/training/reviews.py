"""The progress reviews of an apprenticeship: which there were, who has signed, when the next is due; holding one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.queries import organisations_where
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.apps.training import services
from touchstone.apps.training.models import Review, ReviewPart
from touchstone.apps.training.queries import reviews_of, rhythm_of, standing
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class HoldForm(Form):
    id = fields.HiddenField()
    held_on = fields.DateField(
        label="When is the review held?", help_text="Today or an earlier day", latest=timezone.localdate
    )


class RhythmForm(Form):
    weeks = fields.NumberField(label="How many weeks from one review to the next?", least=1, most=52, suffix="weeks")


def find_organisation(actor: Actor, pk: uuid.UUID) -> Organisation | None:
    return organisations_where(actor, Role.QUALITY_LEAD).filter(pk=pk).first()


@page("review.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    due = standing(one, timezone.localdate()).review_due
    return render(
        request,
        "training/reviews.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "reviews": [
                (review, [part for part in review.parts.all() if not part.signed_at]) for review in reviews_of(one)
            ],
            "roles": dict(Role.choices),
            "weeks": rhythm_of(one.provider_id),
            "due": due,
            "late": due < timezone.localdate(),
            "holds": bool(action("review.hold").roles & request.held),
            "sets": bool(action("review.rhythm").roles & request.held),
        },
    )


def _unsigned(review: Review) -> list[ReviewPart]:
    return [part for part in review.parts.all() if not part.signed_at]


@page("review.hold", find=find_apprenticeship)
def hold(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = HoldForm(request.POST or None, initial={"id": uuid.uuid4(), "held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            id = uuid.UUID(form.cleaned_data["id"])
            review = services.hold_review(
                who=request.actor, id=id, apprenticeship=one, held_on=form.cleaned_data["held_on"]
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error("held_on", " ".join(refused.reasons))
        else:
            messages.success(request, "The review is open. Each of you writes and signs your own part.")
            return redirect("training:review", pk=review.pk)
    return render(
        request,
        "training/hold_review.html",
        {"header": header_of(request.held, one, "training"), "one": one, "form": form},
        status=422 if form.is_bound else 200,
    )


@page("review.rhythm", find=find_organisation)
def rhythm(request: Request, organisation: Organisation) -> HttpResponseBase:
    form = RhythmForm(request.POST or None, initial={"weeks": rhythm_of(organisation.pk)})
    if request.method == "POST" and form.is_valid():
        services.set_rhythm(who=request.actor, organisation=organisation, weeks=form.cleaned_data["weeks"])
        messages.success(request, f"Reviews at {organisation.name} are held every {form.cleaned_data['weeks']} weeks.")
        return redirect("training:rhythm", pk=organisation.pk)
    return render(
        request,
        "training/rhythm.html",
        {"organisation": organisation, "form": form},
        status=422 if form.is_bound else 200,
    )
