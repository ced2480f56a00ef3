"""Booking a method with an assessor, and cancelling that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Booking
from touchstone.apps.assessment.queries import approved_for, booked, confirmed_gateway, portfolio_received
from touchstone.apps.assessment.ties import ties_of, with_ties
from touchstone.apps.gateway.beside import beside_read_with
from touchstone.apps.records.refusal import Refused
from touchstone.standards.model import Method, Plan
from touchstone.web.assessment import finding
from touchstone.web.assessment.booking_forms import BookingForm, CancelForm
from touchstone.web.assessment.earliest import earliest
from touchstone.web.assessment.finding import ToBook
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.findings import finding_items
from touchstone.web.parts.page import Request, page


@page("assessment.book", find=finding.to_book)
def book(request: Request, thing: ToBook) -> HttpResponse:
    one = thing.apprenticeship
    context = {"header": header_of(request.held, one, "assessment"), "one": one, "name": thing.name}
    context["beside"] = beside_read_with(one)
    gateway = confirmed_gateway(one)
    if thing.plan is None or thing.method is None or gateway is None:
        return render(request, "assessment/not_yet.html", {**context, "held": thing.plan is not None})
    already = booked(one).get(thing.method.id)
    first = earliest(one, thing.plan, gateway, thing.method.id, portfolio_received(one, gateway, None))
    assessors = list(with_ties(approved_for(one), one))
    form = BookingForm(
        request.POST or None,
        assessors=assessors,
        ties={assessor.pk: ties_of(assessor, one) for assessor in assessors},
        rules=(thing.plan, thing.method),
        silent=first.needs_ruling,
    )
    if request.method == "POST" and form.is_valid():
        try:
            booking = services.book(who=request.actor, apprenticeship=one, method=thing.method.id, **form.booking())
        except Refused as refused:
            context["refused"] = _refuse(form, refused, thing.plan, thing.method)
        else:
            messages.success(request, f"{thing.method.name}: booked with {booking.assessor.name}")
            return redirect("assessment:show", one.pk)
    context |= {"method": thing.method, "first": first, "form": form, "already": already, "assessors": assessors}
    return render(request, "assessment/book.html", context, status=422 if form.is_bound else 200)


def _refuse(form: BookingForm, refused: Refused, plan: Plan, method: Method) -> list[dict[str, object]]:
    """The reasons go into the error summary; findings, with their clauses, below it."""
    for reason in refused.reasons:
        form.add_error(None, reason)
    return finding_items(refused.decision.findings, plan, method.id) if refused.decision else []


@page("assessment.cancel", find=finding.booking)
def cancel(request: Request, booking: Booking) -> HttpResponse:
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_booking(who=request.actor, booking=booking, reason=form.cleaned_data["reason"])
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("reason", reason)
        else:
            messages.success(request, f"The {booking.method} with {booking.assessor.name} is cancelled")
            return redirect("assessment:show", booking.apprenticeship_id)
    header = header_of(request.held, booking.apprenticeship, "assessment")
    return render(
        request,
        "assessment/cancel.html",
        {"header": header, "booking": booking, "form": form},
        status=422 if form.is_bound else 200,
    )
