"""Scanning the starting point: where somebody sees the apprentice on each KSB, today."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.once import once
from touchstone.apps.records.refusal import Refused
from touchstone.apps.training.models import Scan
from touchstone.apps.training.ratings import LEVELS


def scan(
    *, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, ratings: Mapping[str, int], note: str = ""
) -> Scan:
    """Keep one scan: a rating for every KSB of the standard. ``id`` comes from the form: sent twice, it makes one.

    It is never changed afterwards: another scan is made instead, and both are compared. Raises Refused.
    """
    codes = [ksb.code for ksb in plan_of(apprenticeship).ksbs]
    missing = [code for code in codes if code not in ratings]
    if missing:
        raise Refused(f"Choose an answer for {', '.join(missing)}.")
    if set(ratings) - set(codes) or not set(ratings.values()) <= set(LEVELS):
        raise Refused("One of the answers does not belong to this standard. Load the page again.")
    return once(
        Scan,
        id,
        lambda: _add(who, id, apprenticeship, ratings, note),
        of=apprenticeship.pk,
        start_again="the scans",
    )


def _add(who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, ratings: Mapping[str, int], note: str) -> Scan:
    made = Scan.objects.create(
        id=id,
        apprenticeship=apprenticeship,
        by_id=person_of(who),
        role=who.acting_as,
        at=timezone.now(),
        ratings=dict(ratings),
        note=note.strip(),
    )
    log("scan.made", who=who, on=made, apprenticeship=apprenticeship.pk, details={"role": who.acting_as})
    return made
