"""A mock from its beginning to the day it is shared with the apprentice, or thrown away."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.services.locking import hold
from touchstone.apps.mocks.standing import sheet_of
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import say
from touchstone.standards.model import Plan

TEXT = """Hello

A mock of the {method} of {day} is ready for you to read: what was seen, criterion by criterion, and what to work on.

It is practice. It counts for nothing, and the assessment organisation does not see it.

{link}


Touchstone at {address}
"""


@transaction.atomic
def begin(*, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, method: str, held_on: dt.date) -> Mock:
    """A mock of ``method`` on a day, held by ``who``. ``id`` comes from the form: sent twice, it makes one.

    Raises Refused for a method the plan has not, a day to come or before the start, and where no plan is held.
    """
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    before = Mock.objects.filter(pk=id).first()
    if before is not None:
        if before.apprenticeship_id != apprenticeship.pk or before.held_by_id != who.person_id:
            raise Refused("This form has already been used. Start again from the mock assessments.")
        return before
    plan = plan_of(apprenticeship)
    if not isinstance(plan, Plan):
        raise Refused("The assessment plan of this version is not held here, so there is no form to practise with.")
    if method not in {one.id for one in plan.methods}:
        raise Refused("The assessment plan has no such method.")
    if not apprenticeship.start <= held_on <= timezone.localdate():
        raise Refused(f"A mock is held between the start, {say(apprenticeship.start)}, and today.")
    mock = Mock.objects.create(
        id=id,
        apprenticeship=apprenticeship,
        method=method,
        plan_id=apprenticeship.plan_id,
        held_on=held_on,
        held_by_id=person_of(who),
        held_as=who.acting_as or "",
        begun_at=timezone.now(),
    )
    log("mock.begun", who=who, on=mock, apprenticeship=apprenticeship.pk, details={"method": method})
    return mock


@transaction.atomic
def share(*, who: Who, mock: Mock, feedback: str, version: int) -> Mock:
    """Lock the mock and let the apprentice read it; they are told by mail. Raises Refused, Stale."""
    held = hold(mock, who=who, version=version)
    if not feedback.strip():
        raise Refused("Say what went well and what to work on: that is what the apprentice takes from a mock.")
    sheet = sheet_of(held)
    if not sheet.judged:
        raise Refused("Judge at least one criterion first.")
    held.feedback, held.shared_at = feedback.strip(), timezone.now()
    held.save()
    one = held.apprenticeship
    if one.apprentice.is_active and not one.apprentice.is_demo:
        _tell(held)
    log("mock.shared", who=who, on=held, apprenticeship=one.pk, details={"method": held.method})
    return held


@transaction.atomic
def discard(*, who: Who, mock: Mock, version: int) -> None:
    """Throw a mock away that nobody else has read. Raises Refused, Stale."""
    held = hold(mock, who=who, version=version)
    log("mock.discarded", who=who, on=held, apprenticeship=held.apprenticeship_id, details={"method": held.method})
    held.delete()


def open_mock(*, who: Who, mock: Mock, page: str) -> Mock:
    """Note that ``who`` reads the mock; ``page`` says which page of it."""
    log(
        "mock.opened",
        who=who,
        on=mock,
        apprenticeship=mock.apprenticeship_id,
        details={"method": mock.method, "page": page},
    )
    return mock


def _tell(mock: Mock) -> None:
    one = mock.apprenticeship
    post.write(
        to=one.apprentice.email,
        kind="mock-shared",
        subject=f"Mock of the {mock.method} to read",
        text=TEXT.format(
            method=mock.method,
            day=say(mock.held_on),
            link=settings.ADDRESS + reverse("mocks:mock", args=[mock.pk]),
            address=settings.ADDRESS,
        ),
        person=one.apprentice_id,
        organisation=one.provider_id,
    )
