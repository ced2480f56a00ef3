"""Enrolling an apprentice: the apprenticeship, the people in it and its first decision, in one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import already_enrolled
from touchstone.apps.apprenticeships.references import new_reference
from touchstone.apps.apprenticeships.services.breaks import add_break
from touchstone.apps.apprenticeships.services.newcomers import Newcomer, account_for, take_in
from touchstone.apps.apprenticeships.services.participants import assign
from touchstone.apps.people import services as people
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused
from touchstone.rules import uln as ulns

DUPLICATE = "An apprentice with this ULN is already enrolled on this standard with this start date."


@dataclass(frozen=True, slots=True)
class NewEmployer:
    """An employer known by name only."""

    name: str


def enrol(
    *,
    who: Who,
    id: uuid.UUID,
    name: str,
    email: str,
    standard: str,
    version: str,
    provider: Organisation,
    employer: Organisation | NewEmployer,
    assessment_organisation: Organisation,
    start: dt.date,
    funding: str,
    date_of_birth: dt.date,
    uln: str,
    tutor: User,
    line_manager: User | Newcomer,
    supervisor: User | Newcomer | None = None,
    breaks: Sequence[tuple[dt.date, dt.date | None]] = (),
) -> Apprenticeship:
    """Enrol ``name`` on a version of a standard. ``id`` comes from the form: sent twice, it makes one.

    Asks the question "start" and keeps the answer. Raises Refused, with the decision where a rule said no.
    """

    def try_to() -> Apprenticeship:
        one = Apprenticeship(
            id=id,
            standard=standard,
            version=version,
            provider=provider,
            assessment_organisation=assessment_organisation,
            start=start,
            funding=funding,
            date_of_birth=date_of_birth,
            uln=uln,
            enrolled_at=timezone.now(),
        )
        before = _sent_before(one)
        if before:
            return before
        with transaction.atomic():
            return _enrol(one, Newcomer(name, email), employer, tutor, line_manager, supervisor, breaks, who)

    try:
        return try_to()
    except IntegrityError:
        # At the same moment the same form, the same apprentice or an account for the same address was let through.
        # What is there now decides.
        return try_to()


def _enrol(
    apprenticeship: Apprenticeship,
    apprentice: Newcomer,
    employer: Organisation | NewEmployer,
    tutor: User,
    line_manager: User | Newcomer,
    supervisor: User | Newcomer | None,
    breaks: Sequence[tuple[dt.date, dt.date | None]],
    who: Who,
) -> Apprenticeship:
    _check(apprenticeship)
    at = _employer(employer, line_manager, who)
    apprenticeship.employer = at
    apprenticeship.apprentice = account_for(apprentice, who)
    apprenticeship.reference = new_reference()
    decision, _ = ask_and_keep(
        "start", apprenticeship, {"start": apprenticeship.start, "funding": apprenticeship.funding}, who=who
    )
    if decision.outcome == "refused":
        raise Refused.by(decision)
    apprenticeship.save(force_insert=True)
    take_in(apprenticeship.apprentice, Role.APPRENTICE, at, who)
    assign(who=who, apprenticeship=apprenticeship, person=tutor, role=Role.TUTOR)
    for other, role in ((line_manager, Role.LINE_MANAGER), (supervisor, Role.SUPERVISOR)):
        if isinstance(other, Newcomer):
            other = account_for(other, who)
            take_in(other, role, at, who)
        if other is not None:
            assign(who=who, apprenticeship=apprenticeship, person=other, role=role)
    for first_day, last_day in breaks:
        add_break(who=who, apprenticeship=apprenticeship, first_day=first_day, last_day=last_day)
    log(
        "apprenticeship.enrolled",
        who=who,
        on=apprenticeship,
        apprenticeship=apprenticeship.pk,
        details={"plan": apprenticeship.plan_id, "reference": apprenticeship.reference},
    )
    return apprenticeship


def _sent_before(one: Apprenticeship) -> Apprenticeship | None:
    before = Apprenticeship.objects.filter(pk=one.pk).first()
    if before is not None and (before.uln, before.provider_id) != (one.uln, one.provider_id):
        raise Refused("This form has already been used to enrol somebody else. Start a new enrolment.")
    return before


def _check(one: Apprenticeship) -> None:
    trouble = ulns.trouble(one.uln)
    if trouble:
        raise Refused(f"{one.uln} is not a unique learner number: {trouble}.")
    if one.date_of_birth >= one.start:
        raise Refused("The date of birth must come before the start date.")
    if already_enrolled(one.uln, one.standard, one.start, besides=one.pk):
        raise Refused(DUPLICATE)


def _employer(employer: Organisation | NewEmployer, line_manager: User | Newcomer, who: Who) -> Organisation:
    """The employer. One given by name is an existing one only if the line manager already belongs to it.

    Two employers may share a name; joining them by name alone would show one's people to the other.
    """
    if isinstance(employer, Organisation):
        return employer
    email = line_manager.email.strip().lower()
    known = (
        Organisation.objects.filter(
            kind=OrganisationKind.EMPLOYER, name__iexact=employer.name.strip(), memberships__person__email=email
        )
        .distinct()
        .first()
    )
    return known or people.make_organisation(who=who, kind=OrganisationKind.EMPLOYER, name=employer.name.strip())
