"""The mail that tells apprentice, tutor and line manager what follows the confirmation. It names nobody."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.period import Period, period_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import deciding
from touchstone.apps.post.services import write
from touchstone.rules.days import say

TOLD = (Role.TUTOR, Role.LINE_MANAGER)
TEXT = """Hello

{organisation} has confirmed the gateway of the apprenticeship {reference}.

What happens next: {organisation} books each assessment and says when it is. {period}

Where it stands, and what comes next:

{link}


Touchstone at {address}
"""


def write_confirmations(gateway: Gateway) -> int:
    """Put one mail for each of them into the outbox, in the caller's transaction. How many."""
    one = gateway.apprenticeship
    organisation = one.assessment_organisation
    period = period_of(gateway, *deciding(organisation, one.plan_id))
    text = TEXT.format(
        organisation=organisation.name,
        reference=one.reference,
        period=_in_words(period) if period else "",
        link=settings.ADDRESS + reverse("gateway:show", args=[one.pk]),
        address=settings.ADDRESS,
    )
    people = _told(one)
    for person in people:
        write(
            to=person.email,
            kind="gateway-confirmed",
            subject=f"Gateway confirmed: {one.reference}",
            text=text,
            person=person.pk,
            organisation=organisation.pk,
        )
    return len(people)


def _told(one: Apprenticeship) -> list[User]:
    now = timezone.now()
    parts = one.participants.filter(Q(until=None) | Q(until__gt=now), role__in=TOLD).values("person")
    return list(User.objects.filter(Q(pk=one.apprentice_id) | Q(pk__in=parts), is_active=True).order_by("email"))


def _in_words(period: Period) -> str:
    if period.end is None:
        return f"The assessment period begins on {say(period.begin)}; the plan names no end of it."
    return f"The assessment period begins on {say(period.begin)} and ends on {say(period.end)}. {period.says}"
