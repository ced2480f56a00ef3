"""A person's judgement of the progress, beside the figures."""

from __future__ import annotations

import uuid

from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.once import once
from touchstone.apps.records.refusal import Refused
from touchstone.apps.training.models import Judgement


def judge(*, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, on_track: bool, why: str) -> Judgement:
    """``id`` comes from the form: sent twice, it is one. Raises Refused without a reason."""
    if not why.strip():
        raise Refused("Say why you see it so: the reason stands beside the figures.")
    return once(
        Judgement,
        id,
        lambda: _add(who, id, apprenticeship, on_track, why.strip()),
        of=apprenticeship.pk,
        start_again="the training",
    )


def _add(who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, on_track: bool, why: str) -> Judgement:
    made = Judgement.objects.create(
        id=id, apprenticeship=apprenticeship, by_id=person_of(who), at=timezone.now(), on_track=on_track, why=why
    )
    log(
        "training.judged",
        who=who,
        on=made,
        apprenticeship=apprenticeship.pk,
        details={"on_track": on_track},
        personal={"why": why},
    )
    return made
