"""Change of provider: offered by the quality lead of the provider of today, accepted by that of the new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship, Offer
from touchstone.apps.apprenticeships.queries import offer_seen, open_offer
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused
from touchstone.web.apprenticeships.changes.flow import Steps, two_steps
from touchstone.web.apprenticeships.changes.forms import OfferForm
from touchstone.web.parts.apprenticeship import find_apprenticeship, titled
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

LEAD = (
    "You offer the apprenticeship to another training provider by its number. Its quality lead sees the name, the "
    "standard and the dates, and nothing else, until they accept. From then on your organisation sees nothing of it; "
    "what you wrote stays, with your names."
)


@page("apprenticeship.offer", find=find_apprenticeship)
def offer(request: Request, one: Apprenticeship) -> HttpResponseBase:
    if request.method == "POST" and request.POST.get("do") == "take-back":
        return _take_back(request, one)

    def act(form: Any) -> None:
        services.offer(who=request.actor, apprenticeship=one, **form.given())

    steps = Steps(one, "Offer to another training provider", LEAD, "Offered. Its quality leads are told by mail.", act)
    return two_steps(request, steps, OfferForm(request.POST or None, one=one))


def _take_back(request: Request, one: Apprenticeship) -> HttpResponseBase:
    waiting = open_offer(one)
    try:
        if waiting is not None:
            services.take_back_offer(who=request.actor, offer=waiting)
            messages.success(request, "The offer is taken back.")
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("apprenticeships:changes", pk=one.pk)


class AnswerForm(Form):
    answer = fields.RadiosField(
        label="Do you take it over?",
        choices=[("accept", "Yes, we train them"), ("decline", "No")],
        reveal={"accept": "tutor", "decline": "reason"},
        error_messages={"required": "Select whether you take it over"},
    )
    tutor = fields.ModelSelectField(User.objects.none(), label="Who trains them?", required=False)
    reason = fields.LongTextField(
        label="Why not?", help_text="Whoever offered it is told", rows=3, max_length=1000, required=False
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tutor"].queryset = holders(Role.TUTOR, [offer.provider_id])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("answer") == "accept" and not said.get("tutor") and "tutor" not in self.errors:
            self.add_error("tutor", "Select who trains them")
        if said.get("answer") == "decline" and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why you do not take it over")
        return said


@page("apprenticeship.take-over", find=offer_seen)
def answer(request: Request, offer: Offer) -> HttpResponseBase:
    one = offer.apprenticeship
    form = AnswerForm(request.POST or None, offer=offer)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, offer, form)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
    return render(
        request,
        "apprenticeships/offered.html",
        {
            "offer": offer,
            "one": one,
            "standard": titled(one.standard, one.version),
            "form": form,
            "is_open": offer.state == Offer.State.OPEN,
        },
        status=422 if form.is_bound else 200,
    )


def _answered(request: Request, offer: Offer, form: AnswerForm) -> HttpResponseBase:
    said = form.cleaned_data
    if said["answer"] == "decline":
        services.decline_offer(who=request.actor, offer=offer, reason=said["reason"])
        messages.success(request, "Declined. Whoever offered it is told by mail.")
        return redirect("apprenticeships:list")
    services.accept_offer(who=request.actor, offer=offer, tutor=said["tutor"])
    messages.success(request, f"Your organisation trains {offer.apprenticeship.apprentice.name} from now on.")
    return redirect("apprenticeships:changes", pk=offer.apprenticeship_id)
