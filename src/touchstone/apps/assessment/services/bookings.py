"""Booking a method with an assessor, and cancelling that."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships import services as apprenticeships
from touchstone.apps.apprenticeships.decisions import ask_and_keep, plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.facts import booking_facts
from touchstone.apps.assessment.models import AssessorApproval, Booking, Record
from touchstone.apps.assessment.queries import confirmed_gateway, portfolio_received
from touchstone.apps.assessment.services.locking import locked
from touchstone.apps.assessment.services.rulings import go_on_or_refuse
from touchstone.apps.assessment.ties import RELATIONS, ties_of, with_ties
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import say
from touchstone.standards.model import PlanNotHeld


@transaction.atomic
def book(
    *,
    who: Who,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    method: str,
    assessor: User,
    declared: Collection[str],
    starts_at: dt.datetime,
    remote: bool,
    place: str,
    notice_given: dt.date,
    short_notice_agreed: bool,
    ruling_reason: str = "",
) -> Booking:
    """Book ``method`` with ``assessor``, who takes part from now on. ``id`` comes from the form: sent twice, made once.

    ``declared``: keys of ``ties.RELATIONS``; what our tables know is added. ``notice_given``: the day the apprentice
    was told. ``ruling_reason``: needed where the plan is silent. Raises Refused, with the decision if a rule said no.
    """
    # One booking at a time: of two administrators the second sees the first one's.
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    before = Booking.objects.filter(pk=id).first()
    if before is not None:
        return _same(before, one, method)
    gateway = confirmed_gateway(one)
    if gateway is None:
        raise Refused("Gateway is not confirmed yet. An assessment can be booked once it is.")
    _refuse_impossible(one, method, starts_at, remote, place, notice_given)
    kept = _ask_date(one, gateway, method, assessor, starts_at, notice_given, short_notice_agreed, ruling_reason, who)
    kept_assessor = _ask_assessor(one, assessor, declared, who)
    apprenticeships.assign(who=who, apprenticeship=one, person=assessor, role=Role.ASSESSOR)
    booking = Booking.objects.create(
        id=id,
        apprenticeship=one,
        method=method,
        assessor=assessor,
        declared=sorted(declared),
        starts_at=starts_at,
        remote=remote,
        place=place.strip(),
        notice_given=notice_given,
        short_notice_agreed=short_notice_agreed,
        booked_by_id=person_of(who),
        booked_at=timezone.now(),
        decision=kept.pk,
        assessor_decision=kept_assessor.pk,
    )
    Record.objects.create(booking=booking)
    log(
        "booking.made",
        who=who,
        on=booking,
        apprenticeship=one.pk,
        details={"method": method, "assessor": str(assessor.pk), "decision": str(kept.pk)},
    )
    return booking


def _same(before: Booking, one: Apprenticeship, method: str) -> Booking:
    if (before.apprenticeship_id, before.method) != (one.pk, method):
        raise Refused("This form has already been used for another booking. Open the page again.")
    return before


def _refuse_impossible(
    one: Apprenticeship, method: str, starts_at: dt.datetime, remote: bool, place: str, notice_given: dt.date
) -> None:
    """What is wrong whatever a plan says."""
    plan = plan_of(one)
    if not isinstance(plan, PlanNotHeld) and method not in {m.id for m in plan.methods}:
        raise Refused("The assessment plan has no such method.")
    booked = Booking.objects.filter(apprenticeship=one, method=method, cancelled_at=None).first()
    if booked is not None:
        when = say(timezone.localtime(booked.starts_at))
        raise Refused(
            f"The {method} is already booked with {booked.assessor.name} for {when}, by {booked.booked_by.name}. "
            "Cancel that booking first."
        )
    if starts_at < timezone.now():
        raise Refused("The date and time of the assessment must be in the future.")
    if notice_given > timezone.localdate():
        raise Refused("The day the apprentice was told cannot be in the future.")
    if not remote and not place.strip():
        raise Refused("Say where the assessment takes place, or that it is held remotely.")


def _ask_date(
    one: Apprenticeship,
    gateway: Gateway,
    method: str,
    assessor: User,
    starts_at: dt.datetime,
    notice_given: dt.date,
    short_notice_agreed: bool,
    ruling_reason: str,
    who: Who,
) -> StoredDecision:
    facts = booking_facts(
        gateway,
        method=method,
        date=timezone.localdate(starts_at),
        notice_given=notice_given,
        portfolio_received=portfolio_received(one, gateway, assessor),
        short_notice_agreed=short_notice_agreed,
    )
    decision, kept = ask_and_keep("booking", one, facts, who=who)
    go_on_or_refuse(decision, kept, who=who, ruling_reason=ruling_reason)
    return kept


def _ask_assessor(one: Apprenticeship, assessor: User, declared: Collection[str], who: Who) -> StoredDecision:
    if unknown := set(declared) - set(RELATIONS):
        raise Refused(f"“{min(unknown)}” is not a tie that can be declared.")
    person = with_ties(User.objects.filter(pk=assessor.pk), one).get()
    known = {tie.relation for tie in ties_of(person, one)}
    approved = AssessorApproval.objects.filter(
        organisation=one.assessment_organisation_id, person=assessor, standard=one.standard, ended_at=None
    ).exists()
    facts = {"relations": sorted(known | set(declared)) or ["none"], "standard_approved": approved}
    decision, kept = ask_and_keep("assessor", one, facts, who=who)
    if decision.outcome != "allowed":
        raise Refused.by(decision)
    return kept


@transaction.atomic
def cancel_booking(*, who: Who, booking: Booking, reason: str) -> Booking:
    """Cancel with a reason. The assessor's part ends unless another booking needs them. Idempotent.

    Raises Refused without a reason, and once the record is completed.
    """
    # One at a time: a booking made this moment keeps the assessor in, a record completed this moment its booking.
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=booking.apprenticeship_id)
    record = locked(booking.record)
    booking = record.booking
    if booking.cancelled_at is not None:
        return booking
    if not reason.strip():
        raise Refused("Give the reason for cancelling: the apprentice and the assessor read it.")
    if record.state != Record.State.OPEN:
        raise Refused("The assessor has completed the record of this assessment, so it can no longer be cancelled.")
    booking.cancelled_at, booking.cancel_reason = timezone.now(), reason.strip()
    booking.save(update_fields=["cancelled_at", "cancel_reason"])
    if not one.bookings.filter(assessor=booking.assessor_id, cancelled_at=None).exists():
        for part in one.participants.filter(person=booking.assessor_id, role=Role.ASSESSOR, until=None):
            apprenticeships.end_part(who=who, participant=part)
    log(
        "booking.cancelled",
        who=who,
        on=booking,
        apprenticeship=one.pk,
        details={"method": booking.method},
        personal={"reason": booking.cancel_reason},
    )
    return booking
