"""How the views of this section find what they are about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.assessment.models import AssessorApproval, Booking, Record
from touchstone.apps.assessment.plan_words import part_kinds
from touchstone.apps.assessment.queries import approvals_visible_to, bookings_visible_to, records_visible_to
from touchstone.apps.gateway.beside import with_beside
from touchstone.apps.people.actor import Actor
from touchstone.standards.model import Method, Plan


@dataclass(frozen=True, slots=True)
class ToBook:
    """A method of an apprenticeship's plan. Plan and method are None where no plan is held."""

    apprenticeship: Apprenticeship
    name: str  # the method's id in the address
    plan: Plan | None
    method: Method | None


@dataclass(frozen=True, slots=True)
class PartsOf:
    """The parts of one kind in a record."""

    record: Record
    kind: str
    plan: Plan

    @property
    def apprenticeship(self) -> Apprenticeship:
        return self.record.apprenticeship


def apprenticeship(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return visible_to(actor).filter(pk=pk).first()


def to_book(actor: Actor, pk: uuid.UUID, method: str) -> ToBook | None:
    one = with_beside(visible_to(actor)).filter(pk=pk).first()
    if one is None:
        return None
    plan = plan_of(one)
    if not isinstance(plan, Plan):
        return ToBook(one, method, None, None)
    found = next((each for each in plan.methods if each.id == method), None)
    return ToBook(one, method, plan, found) if found else None


def approval(actor: Actor, pk: uuid.UUID) -> AssessorApproval | None:
    return approvals_visible_to(actor).filter(pk=pk).first()


def booking(actor: Actor, pk: uuid.UUID) -> Booking | None:
    return bookings_visible_to(actor).filter(pk=pk).first()


def record(actor: Actor, pk: uuid.UUID) -> Record | None:
    return records_visible_to(actor).filter(pk=pk).first()


def parts(actor: Actor, pk: uuid.UUID, kind: str) -> PartsOf | None:
    found = record(actor, pk)
    plan = plan_of(found.apprenticeship) if found else None
    if found is None or not isinstance(plan, Plan) or kind not in part_kinds(plan, found.booking.method):
        return None
    return PartsOf(found, kind, plan)
