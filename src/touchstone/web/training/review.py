"""One progress review: what happened since the last one, what each of the three says, and their signatures."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.people.access import action as row_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.facts import in_titles
from touchstone.apps.training.models import Review, ReviewPart
from touchstone.apps.training.policy import PARTIES
from touchstone.apps.training.queries import actions_of, parts_of, reviews_visible_to
from touchstone.apps.training.services.reviewing import LONGEST, Words
from touchstone.web.parts.apprenticeship import address_for, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class PartForm(Form):
    version = fields.HiddenField()
    progress = fields.LongTextField(label="How does it go?", rows=6, max_length=LONGEST)
    next_steps = fields.LongTextField(label="What comes next?", rows=4, max_length=LONGEST, required=False)
    wellbeing = fields.LongTextField(
        label="How are you, at work and otherwise?",
        rows=3,
        max_length=LONGEST,
        required=False,
        help_text="Only what all three of you may read. Never write here that somebody may be at risk",
    )


class SignForm(Form):
    version = fields.HiddenField()
    sure = fields.ConfirmField(label="This is my part as I mean it. I know that it can no longer be changed")


class ActionForm(Form):
    id = fields.HiddenField()
    title = fields.TextField(label="What is to be done?", max_length=200)
    due = fields.DateField(label="By when?", help_text="For example, 31 3 2026")


def find_review(actor: Actor, pk: uuid.UUID) -> Review | None:
    return reviews_visible_to(actor).filter(pk=pk).first()


@page("review.read", find=find_review)
def show(request: Request, review: Review) -> HttpResponseBase:
    services.open_review(who=request.actor, review=review)
    parts = parts_of(review)
    role = next((role for role in Role if role in request.held and role in PARTIES), None)  # as the page to write does
    return render(
        request,
        "training/review.html",
        {
            "header": header_of(request.held, review.apprenticeship, "training"),
            "review": review,
            "facts": in_titles(review.facts),
            "parts": parts,
            "own": next((part for part in parts if part.role == role and part.signed_at is None), None),
            "me": request.actor.person_id,
            "roles": dict(Role.choices),
            "concern": address_for(request.held, "concerns:raise", review.apprenticeship),
            "actions": actions_of(review),
            "plans": any(part.signed_at is None for part in parts)
            and bool(row_of("training.plan").roles & request.held),
        },
    )


@page("review.read", find=find_review)
def as_pdf(request: Request, review: Review) -> HttpResponseBase:
    name = f"progress-review-{review.apprenticeship.reference}-{review.number}.pdf"
    return HttpResponse(
        services.print_review(who=request.actor, review=review),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page("review.write", find=find_review)
def write(request: Request, review: Review) -> HttpResponseBase:
    part = _own(request, review)
    form = PartForm(request.POST or None, initial=_as_typed(part))
    stale = False
    if request.method == "POST" and form.is_valid():
        words = Words(*(form.cleaned_data[name] for name in ("progress", "next_steps", "wellbeing")))
        try:
            services.write_part(who=request.actor, review=review, version=version_of(form), words=words)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            stale = True
            form = PartForm({**request.POST.dict(), "version": str(part.version if part else 0)})
        else:
            messages.success(request, "Your part is kept. Sign it once you mean it as it stands.")
            return redirect("training:review", pk=review.pk)
    return render(
        request,
        "training/write_review.html",
        {
            "header": header_of(request.held, review.apprenticeship, "training"),
            "review": review,
            "form": form,
            "stale": part if stale else None,
        },
        status=409 if stale else 422 if form.is_bound else 200,
    )


@page("review.write", find=find_review)
def sign(request: Request, review: Review) -> HttpResponseBase:
    part = _own(request, review)
    form = SignForm(request.POST or None, initial={"version": part.version if part else 0})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_part(who=request.actor, review=review, version=version_of(form))
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.add_error(None, "Your part has changed since you opened this page. Read it again, then sign.")
        else:
            messages.success(request, "Signed.")
            return redirect("training:review", pk=review.pk)
    return render(
        request,
        "training/sign_review.html",
        {
            "header": header_of(request.held, review.apprenticeship, "training"),
            "review": review,
            "part": part,
            "actions": actions_of(review),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


@page("training.plan", find=find_review)
def action(request: Request, review: Review) -> HttpResponseBase:
    """An action agreed in the review: it becomes a milestone of the training plan."""
    form = ActionForm(request.POST or None, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.set_milestone(
                who=request.actor,
                id=uuid.UUID(given["id"]),
                apprenticeship=review.apprenticeship,
                title=given["title"],
                due=given["due"],
                review=review,
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, "The action is in the training plan.")
            return redirect("training:review", pk=review.pk)
    return render(
        request,
        "training/review_action.html",
        {"header": header_of(request.held, review.apprenticeship, "training"), "review": review, "form": form},
        status=422 if form.is_bound else 200,
    )


def _own(request: Request, review: Review) -> ReviewPart | None:
    """The part of the role this person acts in."""
    return next((part for part in parts_of(review) if part.role == request.actor.acting_as), None)


def _as_typed(part: ReviewPart | None) -> dict[str, object]:
    if part is None:
        return {}
    return {name: getattr(part, name) for name in ("version", "progress", "next_steps", "wellbeing")}
