"""What is booked for the assessment of one apprentice, and how each method goes. No marks here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.assessment.plan_words import rules_of, statements_about
from touchstone.apps.assessment.policy import RECORD_SEEN_BY
from touchstone.apps.gateway.beside import granted_to
from touchstone.apps.gateway.queries import confirmed
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.standards.model import Method, Plan, Rule, Statement
from touchstone.web.assessment import finding
from touchstone.web.parts.apprenticeship import address_for, header_of
from touchstone.web.parts.page import Request, page


@dataclass(frozen=True, slots=True)
class Booked:
    """A method, its booking that stands, and what the plan says of it. ``record``: only for whoever may open it.

    ``rules``: how it goes; ``dates``: when it may be held; ``grading``: how it is graded.
    """

    method: Method
    booking: Booking | None
    cancelled: tuple[Booking, ...]
    record: Record | None
    rules: tuple[Rule, ...]
    dates: tuple[Rule, ...]
    grading: tuple[Rule, ...]
    statements: tuple[Statement, ...]
    unset: tuple[str, ...]


@page("assessment.see", find=finding.apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    plan = plan_of(one)
    context = {
        "header": header_of(request.held, one, "assessment"),
        "one": one,
        "plan": plan,
        "gateway": confirmed(one),
        "adjustments": granted_to(one),
        "mocks": address_for(request.held, "mocks:list", one),
        "own": Role.APPRENTICE in request.held,
        "books": Role.ADMINISTRATOR in request.held,
        "texts": {ksb.code: ksb.text for ksb in plan.ksbs},
    }
    if not isinstance(plan, Plan):
        return render(request, "assessment/show.html", {**context, "held": False, "methods": ()})
    bookings = list(one.bookings.select_related("assessor", "record").order_by("booked_at"))
    methods = list(_methods(plan, bookings, request.actor, request.held))
    context["about"] = {
        "When": [rule for rule in rules_of(plan, "booking") if rule.method is None],
        "About the whole assessment": [*statements_about(plan, "assessment"), *rules_of(plan, "overall")],
        "If a method is not passed": [*rules_of(plan, "repeat"), *statements_about(plan, "repeat", "appeal")],
    }
    return render(request, "assessment/show.html", {**context, "held": True, "methods": methods})


def _methods(plan: Plan, bookings: list[Booking], actor: Actor, held: Collection[Role]) -> Iterator[Booked]:
    for method in plan.methods:
        own = [booking for booking in bookings if booking.method == method.id]
        stands = next((booking for booking in own if booking.cancelled_at is None), None)
        yield Booked(
            method=method,
            booking=stands,
            cancelled=tuple(booking for booking in own if booking.cancelled_at is not None),
            record=stands.record if stands and _may_open(stands, actor, held) else None,
            rules=rules_of(plan, "conduct", method.id),
            dates=tuple(rule for rule in rules_of(plan, "booking", method.id) if rule.method),
            grading=rules_of(plan, "grade", method.id),
            statements=statements_about(plan, method.id),
            unset=tuple(unset.what for unset in plan.unset if unset.method == method.id),
        )


def _may_open(booking: Booking, actor: Actor, held: Collection[Role]) -> bool:
    if set(held) & (RECORD_SEEN_BY - {Role.ASSESSOR}):
        return True
    return Role.ASSESSOR in held and booking.assessor_id == actor.person_id
