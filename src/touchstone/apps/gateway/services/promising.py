"""How soon an assessment organisation says it decides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.gateway.models import PromisedDays
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused, Stale

MOST = 100


@transaction.atomic
def promise_days(*, who: Actor, organisation: Organisation, days: int, version: int) -> PromisedDays:
    """Set the working days within which gateways are decided. ``version``: of what was read, 0 where nothing was set.

    Raises Refused for a number that is none of 1 to 100 and for what is no assessment organisation; Stale when a
    colleague set it meanwhile.
    """
    if organisation.kind != OrganisationKind.ASSESSMENT:
        raise Refused("Only an assessment organisation decides on gateways.")
    if not 1 <= days <= MOST:
        raise Refused(f"Enter a number of working days from 1 to {MOST}.")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    promised = PromisedDays.objects.filter(organisation=organisation).first()
    before = promised.days if promised else None
    if before == days and promised:
        return promised
    if (promised.version if promised else 0) != version:
        raise Stale
    promised = promised or PromisedDays(organisation=organisation, version=0)
    promised.days, promised.version = days, promised.version + 1
    promised.set_by_id, promised.set_at = person_of(who), timezone.now()
    promised.save()
    details = {"organisation": str(organisation.pk), "days": days, "before": before}
    log("gateway.promised", who=who, on=promised, details=details)
    return promised
