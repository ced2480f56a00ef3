"""The assessors of an organisation and what each is approved to assess."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import AssessorApproval
from touchstone.apps.assessment.queries import approvals_visible_to, assessors_to_approve
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership
from touchstone.apps.records.refusal import Refused
from touchstone.standards import catalogue
from touchstone.web.assessment import finding
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


def _who(membership: Membership) -> str:
    return f"{membership.person.name}, {membership.organisation.name}"


class ApprovalForm(Form):
    assessor = fields.ModelSelectField(None, text=_who, label="Assessor")
    standard = fields.SelectField(label="Standard")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"].queryset = assessors_to_approve(actor)  # type: ignore[attr-defined]
        standards = [catalogue.standard(reference) for reference in catalogue.references()]
        self.fields["standard"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *((standard.reference, f"{standard.title} ({standard.reference})") for standard in standards),
        ]


@page("assessors.approve")
def assessors(request: Request) -> HttpResponse:
    form = ApprovalForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        membership = form.cleaned_data["assessor"]
        try:
            services.approve_assessor(
                who=request.actor,
                organisation=membership.organisation,
                person=membership.person,
                standard=form.cleaned_data["standard"],
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"{membership.person.name} is approved for {form.cleaned_data['standard']}")
            return redirect("assessment:assessors")
    approvals = approvals_visible_to(request.actor).order_by("ended_at", "person__name", "standard")
    context = {
        "form": form,
        "current": [approval for approval in approvals if approval.ended_at is None],
        "ended": [approval for approval in approvals if approval.ended_at is not None],
        "titles": {reference: catalogue.standard(reference).title for reference in catalogue.references()},
    }
    return render(request, "assessment/assessors.html", context, status=422 if form.is_bound else 200)


@require_POST
@page("assessors.approve", find=finding.approval)
def end(request: Request, approval: AssessorApproval) -> HttpResponse:
    services.end_approval(who=request.actor, approval=approval)
    messages.success(request, f"{approval.person.name} is no longer approved for {approval.standard}")
    return redirect("assessment:assessors")
