"""What every service on an attempt does first: lock it, or begin it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import asked, resting_on
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.log import log
from touchstone.rules.days import say


def lock(gateway: Gateway) -> Gateway:
    """The attempt as it stands now, locked until the transaction ends.

    So is its apprenticeship, by whose version, start and days without learning it is decided.
    """
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=gateway.apprenticeship_id)
    return (
        Gateway.objects.select_for_update(of=("self",), no_key=True)
        .select_related("apprenticeship__assessment_organisation")
        .get(pk=gateway.pk)
    )


def begin(*, who: Actor, apprenticeship: Apprenticeship, after: Gateway | None) -> Gateway:
    """A new attempt, with what the attempt before it had, as it was given then.

    What was returned by name is to be given anew, and what was confirmed against it; what was accepted stays accepted.
    """
    gateway = Gateway.objects.create(apprenticeship=apprenticeship, number=after.number + 1 if after else 1)
    had = list(after.given.all()) if after else []
    returned = [given.fact for given in had if given.answer == Given.Answer.RETURNED]
    to_give = {*returned, *_confirmed_against(apprenticeship, returned)} if returned else set()
    carried = [given for given in had if given.fact not in to_give]
    Given.objects.bulk_create(_copy(given, gateway) for given in carried)
    reopen(gateway, returned, "was returned")
    log(
        "gateway.begun",
        who=who,
        on=gateway,
        apprenticeship=apprenticeship.pk,
        details={
            "number": gateway.number,
            "carried": [given.fact for given in carried],
            "accepted": [given.fact for given in carried if given.accepted],
        },
    )
    return gateway


def reopen(gateway: Gateway, changed: Collection[str], what: str) -> None:
    """Take the acceptance from whatever rests on what has changed; ``what`` ends the reason: "was returned"."""
    for fact, on in resting_on(asked(plan_of(gateway.apprenticeship)), changed).items() if changed else ():
        gateway.given.filter(fact=fact, answer=Given.Answer.ACCEPTED).update(
            answer=Given.Answer.REOPENED,
            answer_reason=f"It rests on “{on.title}”, which {what} on {say(timezone.localdate())}.",
        )


def _confirmed_against(apprenticeship: Apprenticeship, returned: Collection[str]) -> list[str]:
    """A mapping form belongs to one portfolio and goes with it."""
    facts = asked(plan_of(apprenticeship))
    return [fact for fact in resting_on(facts, returned) if facts[fact].how == "mapping"]


def _copy(given: Given, gateway: Gateway) -> Given:
    return Given(
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
        answer=given.answer,
        answer_reason=given.answer_reason,
        answered_by_id=given.answered_by_id,
        answered_at=given.answered_at,
        answered_at_version=gateway.version if given.answer else 0,
    )
