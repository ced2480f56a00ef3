"""Reasonable adjustments: asked for by the apprentice, or by the tutor with their consent; decided on and kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.letters import tell_adjustments_asked, tell_adjustments_decided
from touchstone.apps.gateway.models import AdjustmentDecision, AdjustmentFile, AdjustmentRequest
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import open_file, store_file
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused, Stale

Outcome = AdjustmentDecision.Outcome


def ask_adjustments(
    *,
    who: Actor,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    wanted: bool,
    text: str = "",
    because: str = "",
    uploads: Sequence[UploadedFile[Any]] = (),
    consent_on: dt.date | None = None,
    after: int = 0,
) -> AdjustmentRequest:
    """Say what is wanted, or that nothing is. ``id`` comes from the form: sent twice, it is one.

    ``after``: the number of the request that was newest when the form was read. The apprentice alone adds ``uploads``
    that show the need; a tutor says the day on which the apprentice agreed that they say it (``consent_on``). Raises
    Refused, also for a file that is not taken; Stale when there is a newer request.
    """
    sound = _sound(who, wanted, text, because, uploads, consent_on)
    before = AdjustmentRequest.objects.filter(pk=id).first()
    if before is None:
        files = [
            store_file(who=who, apprenticeship=apprenticeship, upload=upload, verb="adjustments.file-stored")
            for upload in uploads
        ]
        before = _asked(who, id, apprenticeship, sound, files, after)
    if before.asked_by_id != person_of(who) or before.apprenticeship_id != apprenticeship.pk:
        raise Refused("This form has already been used. Start again.")
    return before


@transaction.atomic
def decide_adjustments(
    *, who: Actor, request: AdjustmentRequest, outcome: str, granted: str, reason: str, after: int
) -> AdjustmentDecision:
    """Grant what is asked for, grant it with changes, or refuse; decided again, the earlier decision is kept.

    ``granted`` is what whoever takes part in the assessment reads, and nothing of why. ``after``: the number of the
    decision that was newest when the form was read, 0 for none. The apprentice is told by mail, without details. Raises
    Refused; Stale when a colleague decided, or the apprentice said something else, meanwhile.
    """
    locked = AdjustmentRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).select_related(
        "apprentice", "assessment_organisation"
    ).get(pk=locked.apprenticeship_id)  # fmt: skip
    if not locked.wanted:
        raise Refused("Nothing is asked for, so there is nothing to decide.")
    if not reason.strip():
        raise Refused("Enter the reason: the apprentice reads it, and it is kept.")
    if outcome != Outcome.REFUSED and not granted.strip():
        raise Refused("Enter what is granted: the assessor reads it, and nothing of why.")
    newest = locked.decisions.order_by("-number").first()
    number = newest.number if newest else 0
    said = (outcome, "" if outcome == Outcome.REFUSED else granted.strip(), reason.strip())
    if newest and (newest.outcome, newest.granted, newest.reason) == said and newest.decided_by_id == who.person_id:
        return newest
    if number != after or one.adjustment_requests.filter(number__gt=locked.number).exists():
        raise Stale
    decision = AdjustmentDecision.objects.create(
        request=locked,
        number=number + 1,
        outcome=outcome,
        granted=said[1],
        reason=said[2],
        decided_by_id=person_of(who),
        decided_at=timezone.now(),
    )
    told = tell_adjustments_decided(one)
    log(
        "adjustments.decided",
        who=who,
        on=decision,
        apprenticeship=one.pk,
        details={"request": str(locked.pk), "number": decision.number, "told": told},
        personal={"outcome": outcome, "granted": decision.granted, "reason": decision.reason},
    )
    return decision


def read_adjustments(*, who: Actor, requests: Sequence[AdjustmentRequest]) -> None:
    """What is wanted and why, of one apprenticeship: the log says who read which answers."""
    for newest in requests[:1]:
        numbers = {"numbers": [one.number for one in requests]}
        log("adjustments.read", who=who, on=newest, apprenticeship=newest.apprenticeship_id, details=numbers)


def open_support(*, who: Actor, file: StoredFile, part: bool = False) -> File[bytes]:
    """A file that shows the need, opened for reading; the log says who. Raises Refused where storage lost it."""
    return open_file(who=who, file=file, part=part, verb="adjustments.file-opened")


def _sound(
    who: Actor,
    wanted: bool,
    text: str,
    because: str,
    uploads: Sequence[UploadedFile[Any]],
    consent_on: dt.date | None,
) -> dict[str, Any]:
    """The columns as they are kept. What is only for a request, or only for a tutor, is not kept otherwise."""
    by_tutor = who.acting_as == Role.TUTOR
    if who.acting_as not in (Role.APPRENTICE, Role.TUTOR):
        raise Refused("This is said by the apprentice, or by the tutor with their consent.")
    if wanted and not text.strip():
        raise Refused("Enter what would help.")
    if by_tutor and consent_on is None:
        raise Refused("Enter the day on which the apprentice agreed that you say this for them.")
    if by_tutor and (uploads or because.strip()):
        raise Refused("What shows the need is given by the apprentice alone, in their own account.")
    if uploads and not wanted:
        raise Refused("Where nothing is wanted, no file is needed.")
    return {
        "wanted": wanted,
        "text": text.strip() if wanted else "",
        "because": because.strip() if wanted else "",
        "consent_on": consent_on if by_tutor else None,
        "asked_as": who.acting_as,
    }


@transaction.atomic
def _asked(
    who: Actor,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    sound: dict[str, Any],
    files: list[StoredFile],
    after: int,
) -> AdjustmentRequest:
    one = Apprenticeship.objects.select_for_update(no_key=True).get(pk=apprenticeship.pk)
    twice = AdjustmentRequest.objects.filter(pk=id).first()
    if twice is not None:
        return twice
    newest = one.adjustment_requests.order_by("-number").values_list("number", flat=True).first() or 0
    if newest != after:
        raise Stale
    request = AdjustmentRequest.objects.create(
        id=id,
        apprenticeship=one,
        number=newest + 1,
        asked_by_id=person_of(who),
        asked_at=timezone.now(),
        **sound,
    )
    AdjustmentFile.objects.bulk_create(AdjustmentFile(request=request, file=file) for file in files)
    told = tell_adjustments_asked(one) if request.wanted else 0
    log(
        "adjustments.asked",
        who=who,
        on=request,
        apprenticeship=one.pk,
        details={"number": request.number, "files": len(files), "told": told},
        personal={"wanted": request.wanted, "text": request.text, "because": request.because},
    )
    return request
