"""Reads of approvals, bookings and records, always starting from what the actor may see."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.apprenticeships.queries import visible_to as apprenticeships_visible_to
from touchstone.apps.assessment.models import AssessorApproval, Booking, Record
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import Role

# Whoever stands on the apprentice's side sees no marks, whatever other role they hold.
APPRENTICES_SIDE = frozenset({Role.TUTOR, Role.LINE_MANAGER, Role.SUPERVISOR})


def approvals_visible_to(actor: Actor) -> QuerySet[AssessorApproval]:
    """The approvals of the organisations this person administers, ended ones too."""
    return AssessorApproval.objects.filter(organisation__in=actor.organisations(Role.ADMINISTRATOR)).select_related(
        "organisation", "person", "approved_by"
    )


def assessors_to_approve(actor: Actor) -> QuerySet[Membership]:
    """Who holds the role of assessor in an organisation this person administers."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(
            Q(until=None) | Q(until__gt=today),
            role=Role.ASSESSOR,
            since__lte=today,
            organisation__in=actor.organisations(Role.ADMINISTRATOR),
        )
        .select_related("person", "organisation")
        .order_by("person__name")
    )


def approved_for(apprenticeship: Apprenticeship) -> QuerySet[User]:
    """The people approved today to assess this apprenticeship's standard for its assessment organisation."""
    return User.objects.filter(
        approvals__organisation=apprenticeship.assessment_organisation_id,
        approvals__standard=apprenticeship.standard,
        approvals__ended_at=None,
        is_active=True,
    ).order_by("name")


def bookings_visible_to(actor: Actor) -> QuerySet[Booking]:
    """The bookings, cancelled ones too, on the apprenticeships this person may see."""
    return Booking.objects.filter(apprenticeship__in=apprenticeships_visible_to(actor)).select_related(
        "assessor", *_APPRENTICESHIP
    )


def booked(apprenticeship: Apprenticeship) -> dict[str, Booking]:
    """Method -> its booking that stands, with the assessor and the record."""
    rows = apprenticeship.bookings.filter(cancelled_at=None).select_related("assessor", "record").order_by("attempt")
    return {row.method: row for row in rows}


def bookings_to_come(assessor: User, organisation: Organisation) -> QuerySet[Booking]:
    """What is booked with the assessor for the organisation and not recorded yet, in time order."""
    return (
        Booking.objects.filter(
            assessor=assessor,
            apprenticeship__assessment_organisation=organisation,
            cancelled_at=None,
            record__state=Record.State.OPEN,
        )
        .select_related("apprenticeship")
        .order_by("starts_at")
    )


def records_visible_to(actor: Actor) -> QuerySet[Record]:
    """Records for their own assessor, and for those who watch over assessments; never for the apprentice's side.

    Each row carries ``gateway_confirmed_at``.
    """
    watches = Q(
        booking__apprenticeship__in=Apprenticeship.objects.filter(
            reach(actor, {Role.ADMINISTRATOR, Role.QUALITY_ASSURER, Role.REGULATOR_READER})
        )
    )
    own = Q(
        booking__assessor=actor.person_id,
        booking__cancelled_at=None,
        booking__apprenticeship__in=Apprenticeship.objects.filter(reach(actor, {Role.ASSESSOR})),
    )
    their_side = Participant.objects.filter(person=actor.person_id, role__in=APPRENTICES_SIDE).values("apprenticeship")
    confirmed = Gateway.objects.filter(
        apprenticeship=OuterRef("booking__apprenticeship"), state=Gateway.State.CONFIRMED
    ).values("decided_at")[:1]
    return (
        Record.objects.filter(watches | own)
        .exclude(booking__apprenticeship__apprentice=actor.person_id)
        .exclude(booking__apprenticeship__in=their_side)
        .select_related("booking__assessor", *(f"booking__{name}" for name in _APPRENTICESHIP))
        .annotate(gateway_confirmed_at=Subquery(confirmed))
    )


def confirmed_gateway(apprenticeship: Apprenticeship) -> Gateway | None:
    """The confirmed gateway, with ``with_portfolio``: whether a portfolio came with it."""
    given = Given.objects.filter(gateway=OuterRef("pk")).exclude(portfolio=None)
    confirmed = apprenticeship.gateways.filter(state=Gateway.State.CONFIRMED)
    return confirmed.annotate(with_portfolio=Exists(given)).first()


def portfolio_received(apprenticeship: Apprenticeship, gateway: Gateway, assessor: User | None) -> dt.date | None:
    """The day ``assessor`` could first open the submitted portfolio; today for somebody who does not take part yet.

    ``gateway`` comes from ``confirmed_gateway``. None where no portfolio came with it.
    """
    if not gateway.with_portfolio:  # type: ignore[attr-defined]  # annotated when read
        return None
    part = (
        apprenticeship.participants.filter(person=assessor, role=Role.ASSESSOR, until=None).first()
        if assessor
        else None
    )
    opened = max(part.since, gateway.decided_at) if part and gateway.decided_at else timezone.now()
    return timezone.localdate(opened)


_APPRENTICESHIP = (
    "apprenticeship__apprentice",
    "apprenticeship__provider",
    "apprenticeship__employer",
    "apprenticeship__assessment_organisation",
)
