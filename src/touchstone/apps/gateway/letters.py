"""The mails about a gateway: to whoever has to do something next, with the way to the page. They name nobody."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.period import Period, period_of
from touchstone.apps.gateway.requirements import asked
from touchstone.apps.gateway.rulings import ruler_of
from touchstone.apps.people.models import User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import deciding
from touchstone.apps.post.services import write
from touchstone.rules.days import say

TOLD = (Role.TUTOR, Role.LINE_MANAGER)
TEXT = """Hello

{says}

{link}


Touchstone at {address}
"""


def tell_submitted(gateway: Gateway, *, waits_for_ruling: bool) -> int:
    """The administrators of the assessment organisation; with ``waits_for_ruling`` also who rules there. How many."""
    one = gateway.apprenticeship
    organisation = one.assessment_organisation
    told = _write(
        one,
        holders(Role.ADMINISTRATOR, [organisation.pk]),
        kind="gateway-submitted",
        subject=f"Gateway to decide: {one.reference}",
        says=f"The gateway of the apprenticeship {one.reference} was submitted to {organisation.name}.\n\n"
        "Accept or return it, item by item:",
        page="gateway:decide",
    )
    if not waits_for_ruling:
        return told
    ruler, administrators = ruler_of(organisation), holders(Role.ADMINISTRATOR, [organisation.pk])
    return told + _write(
        one,
        administrators.filter(pk=ruler.person_id) if ruler.person_id else administrators,
        kind="gateway-to-rule",
        subject=f"A ruling is needed: {one.reference}",
        says=f"The gateway of the apprenticeship {one.reference} asks for a ruling: the sources conflict or are silent "
        f"on something in it, and a person of {organisation.name} decides and says why. Until then it cannot be "
        "confirmed.\n\nRule on it:",
        page="gateway:rule",
    )


def tell_returned(gateway: Gateway, again: Gateway) -> int:
    """Apprentice, tutor and line manager: what is to be done before ``again`` can be submitted, and by whom."""
    one = gateway.apprenticeship
    has, had = ({row.fact for row in attempt.given.all()} for attempt in (again, gateway))
    plan, _ = deciding(one.assessment_organisation, one.plan_id)
    to_do = [f"- {fact.title}: the {fact.turn.label.lower()} gives it again." for fact in asked(plan).values()
             if fact.name in had - has]  # fmt: skip
    if gateway.return_reason:
        to_do.append("- The pack as a whole: the tutor puts it right, for the reason given on the page.")
    return _write(
        one,
        _on_the_learning_side(one),
        kind="gateway-returned",
        subject=f"Gateway returned: {one.reference}",
        says=f"{one.assessment_organisation.name} has returned the gateway of the apprenticeship {one.reference}.\n\n"
        "What is to be done:\n\n" + "\n".join(to_do) + "\n\nThen the tutor submits it again. What was accepted stays "
        "accepted. The reasons, and where each thing is put right:",
        page="gateway:show",
    )


def tell_confirmed(gateway: Gateway) -> int:
    """Apprentice, tutor and line manager: what follows the confirmation, and when."""
    one = gateway.apprenticeship
    organisation = one.assessment_organisation
    period = period_of(gateway, *deciding(organisation, one.plan_id))
    return _write(
        one,
        _on_the_learning_side(one),
        kind="gateway-confirmed",
        subject=f"Gateway confirmed: {one.reference}",
        says=f"{organisation.name} has confirmed the gateway of the apprenticeship {one.reference}.\n\n"
        f"What happens next: {organisation.name} books each assessment and says when it is. "
        f"{_in_words(period) if period else ''}\n\nWhere it stands, and what comes next:",
        page="gateway:show",
    )


def tell_adjustments_asked(one: Apprenticeship) -> int:
    """The administrators: that there is something to decide on, and nothing of what."""
    return _write(
        one,
        holders(Role.ADMINISTRATOR, [one.assessment_organisation_id]),
        kind="adjustments-asked",
        subject=f"Reasonable adjustments to decide on: {one.reference}",
        says=f"Reasonable adjustments are asked for in the apprenticeship {one.reference}. This mail says nothing of "
        "them on purpose.\n\nRead what is asked for, and decide:",
        page="gateway:adjustments",
        shown_to_owners=False,
    )


def tell_adjustments_decided(one: Apprenticeship) -> int:
    """The apprentice: that it is decided, and nothing of what."""
    return _write(
        one,
        [one.apprentice],
        kind="adjustments-decided",
        subject=f"Your reasonable adjustments: {one.reference}",
        says=f"{one.assessment_organisation.name} has decided on the reasonable adjustments you asked for. This mail "
        "says nothing of them on purpose.\n\nRead what was decided, and why:",
        page="gateway:adjustments",
        shown_to_owners=False,
    )


def _on_the_learning_side(one: Apprenticeship) -> Iterable[User]:
    now = timezone.now()
    parts = one.participants.filter(Q(until=None) | Q(until__gt=now), role__in=TOLD).values("person")
    return User.objects.filter(Q(pk=one.apprentice_id) | Q(pk__in=parts)).order_by("email")


def _write(
    one: Apprenticeship,
    to: Iterable[User],
    *,
    kind: str,
    subject: str,
    says: str,
    page: str,
    shown_to_owners: bool = True,
) -> int:
    """Into the outbox, in the caller's transaction; nobody of the demo is written to. How many.

    ``shown_to_owners``: the owners of the assessment organisation may see that it was sent.
    """
    people = [person for person in to if person.is_active and not person.is_demo]
    link = settings.ADDRESS + reverse(page, args=[one.pk])
    for person in people:
        write(
            to=person.email,
            kind=kind,
            subject=subject,
            text=TEXT.format(says=says, link=link, address=settings.ADDRESS),
            person=person.pk,
            organisation=one.assessment_organisation_id if shown_to_owners else None,
        )
    return len(people)


def _in_words(period: Period) -> str:
    if period.end is None:
        return f"The assessment period begins on {say(period.begin)}; the plan names no end of it."
    return f"The assessment period begins on {say(period.begin)} and ends on {say(period.end)}. {period.says}"
