"""What every service on an attempt does first: lock it, or begin it."""

from __future__ import annotations

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.log import log


def lock(gateway: Gateway) -> Gateway:
    """The attempt as it stands now, locked until the transaction ends."""
    return (
        Gateway.objects.select_for_update(of=("self",), no_key=True)
        .select_related("apprenticeship__assessment_organisation")
        .get(pk=gateway.pk)
    )


def begin(*, who: Actor, apprenticeship: Apprenticeship, after: Gateway | None) -> Gateway:
    """A new attempt, with everything the attempt before it had, as it was given then."""
    gateway = Gateway.objects.create(apprenticeship=apprenticeship, number=after.number + 1 if after else 1)
    carried = list(after.given.all()) if after else []
    Given.objects.bulk_create(
        Given(
            gateway=gateway,
            fact=given.fact,
            value=given.value,
            note=given.note,
            dated=given.dated,
            file_id=given.file_id,
            portfolio_id=given.portfolio_id,
            given_by_id=given.given_by_id,
            given_as=given.given_as,
            given_at=given.given_at,
            at_version=gateway.version,
        )
        for given in carried
    )
    log(
        "gateway.begun",
        who=who,
        on=gateway,
        apprenticeship=apprenticeship.pk,
        details={"number": gateway.number, "carried": [given.fact for given in carried]},
    )
    return gateway
