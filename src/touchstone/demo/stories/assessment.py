"""The assessment: booked, carried out, marked, checked, released."""

from __future__ import annotations

import uuid

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.assessment.queries import booked
from touchstone.apps.people.roles import Role
from touchstone.apps.results import services as results
from touchstone.demo.play import Story
from touchstone.demo.stories.marks import judgements
from touchstone.demo.stories.tale import Tale
from touchstone.demo.stories.took_place import parts, questions
from touchstone.standards.model import Method, Plan

BOOK, FIRST, APART = 3, 21, 4  # days after the gateway: booking, the first method; days between methods
SILENT = "The plan gives no notice period. The apprentice was told eighteen days ahead and agreed (demo)."


def assessment(tale: Tale) -> Story:
    """Every method of the plan in its order, as far as the story goes."""
    methods = _methods(tale)
    yield tale.after_gateway(BOOK, 10)
    for place, method in enumerate(methods):
        _book(tale, method, place)
    if not tale.reaches("assessed"):
        return
    for place, method in enumerate(methods):
        yield tale.after_gateway(FIRST + APART * place, 16)
        last = place == len(methods) - 1
        _carry_out(tale, method, marked=tale.reaches("completed") or not last)
    if not tale.reaches("completed"):
        return
    day = FIRST + APART * (len(methods) - 1)
    yield tale.after_gateway(day, 18)
    for booking in booked(tale.apprenticeship).values():
        record = _record(booking)
        services.complete(who=tale.acting("assessor", Role.ASSESSOR), record=record, version=record.version)
    if tale.reaches("agreed"):
        yield from _finish(tale, day)


def _finish(tale: Tale, day: int) -> Story:
    yield tale.after_gateway(day + 3, 11)
    for booking in booked(tale.apprenticeship).values():
        record, iris = _record(booking), tale.world.acting("iris", Role.QUALITY_ASSURER)
        results.agree(who=iris, record=record, version=record.version)
    if not tale.reaches("released"):
        return
    yield tale.after_gateway(day + 5, 14)
    results.release(who=tale.world.acting("ada", Role.ADMINISTRATOR), apprenticeship=tale.apprenticeship)


def _book(tale: Tale, method: Method, place: int) -> None:
    plan = plan_of(tale.apprenticeship)
    silent = isinstance(plan, Plan) and "booking" in plan.silent
    services.book(
        who=tale.world.acting("ada", Role.ADMINISTRATOR),
        id=uuid.uuid4(),
        apprenticeship=tale.apprenticeship,
        method=method.id,
        assessor=tale.named("assessor"),
        declared=[],
        starts_at=tale.after_gateway(FIRST + APART * place, 13).replace(minute=0),
        remote=bool(place),
        place="" if place else f"{tale.organisation('employer').name}, meeting room 2",
        notice_given=tale.after_gateway(BOOK, 10).date(),
        short_notice_agreed=False,
        ruling_reason=SILENT if silent else "",
    )


def _carry_out(tale: Tale, method: Method, *, marked: bool) -> None:
    """The assessor records the same afternoon; the last one of an unfinished story has only parts and questions."""
    who = tale.acting("assessor", Role.ASSESSOR)
    booking = booked(tale.apprenticeship)[method.id]
    for kind, held in parts(tale, method, booking).items():
        record = _record(booking)
        services.record_parts(who=who, record=record, kind=kind, parts=held, version=record.version)
    record = _record(booking)
    services.record_questions(
        who=who, record=record, questions=questions(tale, method), not_observed=[], version=record.version
    )
    if marked:
        record = _record(booking)
        services.mark_all(who=who, record=record, judgements=judgements(tale, method), version=record.version)


def _methods(tale: Tale) -> tuple[Method, ...]:
    plan = plan_of(tale.apprenticeship)
    if not isinstance(plan, Plan):
        raise ValueError(f"{plan.id} is not held: {tale.apprentice.name} cannot be assessed")
    return plan.methods


def _record(booking: Booking) -> Record:
    return Record.objects.select_related("booking__apprenticeship__assessment_organisation").get(booking=booking)
