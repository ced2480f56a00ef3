"""Changing who trains, manages or supervises one apprentice after enrolment."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.apprenticeships.in_hand import HANDED_OVER
from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.services.newcomers import Newcomer, account_for, take_in
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def replace_part(*, who: Who, apprenticeship: Apprenticeship, role: Role, by: User | Newcomer) -> Participant:
    """``by`` takes the part from now on; whoever held it holds it no more. Both are logged. Idempotent.

    Somebody named by name and address is taken in at the employer, as enrolment does. Raises Refused as ``assign``.
    """
    if role not in HANDED_OVER:
        raise Refused(f"Who takes part as {role.label.lower()} is not changed here.")
    if isinstance(by, Newcomer):
        by = account_for(by, who)
        take_in(by, role, apprenticeship.employer, who)
    part = assign(who=who, apprenticeship=apprenticeship, person=by, role=role)
    for former in apprenticeship.participants.filter(role=role, until=None).exclude(pk=part.pk):
        end_part(who=who, participant=former)
    return part
