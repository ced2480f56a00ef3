"""Approving people to assess a standard, and ending that."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from touchstone.apps.assessment.models import AssessorApproval
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.standards import catalogue


@transaction.atomic
def approve_assessor(*, who: Who, organisation: Organisation, person: User, standard: str) -> AssessorApproval:
    """``organisation`` approves ``person`` to assess ``standard`` ("ST0000") from now on. Idempotent.

    Raises Refused for a standard nobody knows and for a person who is not an assessor of the organisation.
    """
    if standard not in catalogue.references():
        raise Refused(f"There is no standard {standard} here.")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # two clicks at once make one approval
    today = timezone.localdate()
    if not Membership.objects.filter(
        Q(until=None) | Q(until__gt=today),
        person=person,
        organisation=organisation,
        role=Role.ASSESSOR,
        since__lte=today,
    ).exists():
        raise Refused(f"{person.name} is not an assessor of {organisation.name}.")
    current = AssessorApproval.objects.filter(
        organisation=organisation, person=person, standard=standard, ended_at=None
    ).first()
    if current:
        return current
    approval = AssessorApproval.objects.create(
        organisation=organisation,
        person=person,
        standard=standard,
        approved_by_id=person_of(who),
        approved_at=timezone.now(),
    )
    log("assessor.approved", who=who, on=approval, details={"person": str(person.pk), "standard": standard})
    return approval


@transaction.atomic
def end_approval(*, who: Who, approval: AssessorApproval) -> AssessorApproval:
    """The person is asked to assess no more of this standard. What is booked stays booked. Idempotent."""
    approval = AssessorApproval.objects.select_for_update(no_key=True).get(pk=approval.pk)
    if approval.ended_at is None:
        approval.ended_at = timezone.now()
        approval.save(update_fields=["ended_at"])
        log(
            "assessor.approval-ended",
            who=who,
            on=approval,
            details={"person": str(approval.person_id), "standard": approval.standard},
        )
    return approval
