"""What administrator, assessor, quality assurer and regulator's reader find on their home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.roles import Role
from touchstone.web.home.situation import Situation, record_of
from touchstone.web.home.work.item import Item, Kind

OPEN, COMPLETED = Record.State.OPEN, Record.State.COMPLETED


def administrator(s: Situation) -> Iterator[Item]:
    """Accept or return, decide on adjustments, book, release; and whom everything else waits on."""
    role, pk = Role.ADMINISTRATOR, s.one.pk
    if s.released_at is not None:
        return
    if s.at_gateway(Gateway.State.SUBMITTED):
        yield Item(Kind.TODO, role, "Accept or return the gateway", reverse("gateway:decide", args=[pk]), s.name)
    if s.asks_adjustments:
        asked = reverse("gateway:adjustments", args=[pk])
        yield Item(Kind.TODO, role, "Decide on reasonable adjustments", asked, s.name)
    if not s.at_gateway(Gateway.State.CONFIRMED):
        return
    for method in s.not_booked:
        book = reverse("assessment:book", args=[pk, method.id])
        yield Item(Kind.TODO, role, f"Book: {method.name}", book, s.name)
    if s.all_agreed:
        yield Item(Kind.TODO, role, "Release the result", reverse("results:release", args=[pk]), s.name)
    overview = reverse("assessment:show", args=[pk])
    for booking in s.bookings:
        if _state(booking) == OPEN and not booking.assessor_here:  # type: ignore[attr-defined]  # annotated when read
            about = f"{s.name}, with {booking.assessor.name}"
            text = f"Assessor has left: cancel the {s.method_name(booking).lower()} and book it again"
            yield Item(Kind.TODO, role, text, overview, about, booking.starts_at)
    for booking in s.upcoming:
        about = f"{s.name}, with {booking.assessor.name}"
        yield Item(Kind.DUE, role, s.method_name(booking), overview, about, booking.starts_at)
    for booking in s.held_assessments:
        if _state(booking) == OPEN:
            about = f"{s.method_name(booking)}: {s.name}"
            yield Item(Kind.WAITING, role, f"{booking.assessor.name} records and marks", overview, about)
        elif _state(booking) == COMPLETED:
            about = f"{s.method_name(booking)}: {s.name}"
            yield Item(Kind.WAITING, role, "Quality assurance checks", overview, about)


def assessor(s: Situation) -> Iterator[Item]:
    """The assessments booked with this assessor."""
    role = Role.ASSESSOR
    for booking in s.bookings:
        record = record_of(booking)
        if booking.assessor_id != s.viewer.person_id or record is None or s.released_at is not None:
            continue
        page = reverse("assessment:record", args=[record.pk])
        about = f"{s.method_name(booking)}: {s.name}"
        if booking.starts_at > s.now:
            where = "remote" if booking.remote else booking.place
            yield Item(
                Kind.DUE,
                role,
                s.method_name(booking),
                page,
                ", ".join(filter(None, [s.name, where])),
                booking.starts_at,
            )
        elif record.state == OPEN and booking.sent_back:  # type: ignore[attr-defined]  # annotated when read
            yield Item(Kind.TODO, role, "Look again: quality assurance sent it back", page, about)
        elif record.state == OPEN:
            yield Item(Kind.TODO, role, "Record what took place and mark it", page, about)
        elif record.state == COMPLETED:
            yield Item(Kind.WAITING, role, "Quality assurance checks", page, about)


def quality_assurer(s: Situation) -> Iterator[Item]:
    """Completed records: agree or send back."""
    if s.released_at is not None:
        return
    for booking in s.bookings:
        record = record_of(booking)
        if record is None:
            continue
        about = f"{s.method_name(booking)}: {s.name}, by {booking.assessor.name}"
        check = reverse("results:check", args=[record.pk])
        if record.state == COMPLETED:
            yield Item(Kind.TODO, Role.QUALITY_ASSURER, "Agree the marks or send them back", check, about)
        elif record.state == OPEN and booking.sent_back:  # type: ignore[attr-defined]  # annotated when read
            yield Item(Kind.WAITING, Role.QUALITY_ASSURER, "The assessor looks again", check, about)


def regulator_reader(s: Situation) -> Iterator[Item]:
    """What was shared with the regulator."""
    page = reverse("apprenticeships:show", args=[s.one.pk])
    about = f"{s.one.plan_id}, {s.one.assessment_organisation.name}"
    yield Item(Kind.NEWS, Role.REGULATOR_READER, f"Read what was shared: {s.one.reference}", page, about)


def _state(booking: Booking) -> str:
    record = record_of(booking)
    return record.state if record else OPEN
