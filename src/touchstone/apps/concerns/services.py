"""Writes: a concern raised, read, noted on, closed. The log says that and by whom, never what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.concerns.models import Concern, ConcernNote
from touchstone.apps.concerns.queries import receivers
from touchstone.apps.people.models import Organisation
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def raise_concern(
    *, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, organisation: Organisation, text: str
) -> Concern:
    """Tell the safeguarding leads of ``organisation``. ``id`` comes from the form: sent twice, it is one.

    Raises Refused for an empty text, and where nobody there would read it: then it must be told another way at once.
    """
    before = Concern.objects.filter(pk=id).first()
    if before is not None:
        if before.raised_by_id != person_of(who) or before.apprenticeship_id != apprenticeship.pk:
            raise Refused("This form has already been used. Start again.")
        return before
    if not text.strip():
        raise Refused("Write what worries you.")
    if len(text) > settings.TEXT_MAX_CHARACTERS:
        raise Refused(f"A concern can have {settings.TEXT_MAX_CHARACTERS:,} characters.")
    told = next((one for one in receivers(apprenticeship) if one.organisation.pk == organisation.pk), None)
    if told is None or not told.leads:
        raise Refused(
            f"{organisation.name} has no safeguarding lead here who would read it. Tell somebody at once in person or "
            "by telephone; if somebody is in danger now, call 999."
        )
    concern = Concern.objects.create(
        id=id,
        organisation=organisation,
        apprenticeship=apprenticeship,
        text=text.strip(),
        raised_by_id=person_of(who),
        raised_at=timezone.now(),
    )
    for lead in told.leads:
        post.write(
            to=lead.email,
            kind="concern",
            subject="Touchstone: a safeguarding concern waits for you",
            text=f"Hello {lead.name}\n\nSomebody raised a safeguarding concern at {organisation.name}. Sign in to "
            "Touchstone as you always do and open “Safeguarding concerns”. This mail says nothing of it on purpose.\n",
            person=lead.pk,
        )
    log("concern.raised", who=who, on=concern, details={"organisation": str(organisation.pk)})
    return concern


@transaction.atomic
def read_concern(*, who: Who, concern: Concern) -> Concern:
    """A safeguarding lead reads it: the log says who; whoever raised it sees that it has been read."""
    if concern.read_at is None:
        Concern.objects.filter(pk=concern.pk, read_at=None).update(read_at=timezone.now())
        concern.refresh_from_db(fields=["read_at"])
    log("concern.read", who=who, on=concern, details={"organisation": str(concern.organisation_id)})
    return concern


@transaction.atomic
def note_on(*, who: Who, id: uuid.UUID, concern: Concern, text: str, close: bool = False) -> ConcernNote:
    """Add what was done or learned, and perhaps close the concern. Sent twice, it is one. Raises Refused."""
    if not text.strip():
        raise Refused("Write what you did or learned.")
    if len(text) > settings.TEXT_MAX_CHARACTERS:
        raise Refused(f"A note can have {settings.TEXT_MAX_CHARACTERS:,} characters.")
    concern = Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
    before = ConcernNote.objects.filter(pk=id).first()
    if before is not None:
        if before.concern_id != concern.pk:
            raise Refused("This form has already been used. Start again.")
        return before
    note = ConcernNote.objects.create(
        id=id, concern=concern, text=text.strip(), by_id=person_of(who), at=timezone.now()
    )
    closed = timezone.now() if close else None
    if concern.closed_at != closed:
        concern.closed_at = closed
        concern.save(update_fields=["closed_at"])
    log("concern.noted", who=who, on=note, details={"concern": str(concern.pk), "closed": close})
    return note
