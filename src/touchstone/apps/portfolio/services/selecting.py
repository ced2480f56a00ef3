"""Choosing what goes into the portfolio, and in which order."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.models import SelectedPiece, Selection
from touchstone.apps.portfolio.selection import Selected, selection_of
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused, Stale


@transaction.atomic
def select(*, who: Who, apprenticeship: Apprenticeship, version: int, pieces: Sequence[uuid.UUID]) -> Selected:
    """Put exactly these pieces into the portfolio, in this order. Sent twice, it is done once.

    Raises Stale where somebody chose otherwise since ``version`` was read, Refused for a piece that is not there.
    """
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    now = selection_of(apprenticeship)
    if now.ids == list(pieces):
        return now
    if now.version != version:
        raise Stale
    if len(set(pieces)) != len(pieces) or set(pieces) - {piece.pk for piece in (*now.pieces, *now.left)}:
        raise Refused("A piece you chose has been removed meanwhile. Look at the selection again.")
    selection, _ = Selection.objects.update_or_create(
        apprenticeship=apprenticeship,
        defaults={"version": now.version + 1, "changed_by_id": person_of(who), "changed_at": timezone.now()},
    )
    selection.pieces.all().delete()
    SelectedPiece.objects.bulk_create(
        SelectedPiece(selection=selection, evidence_id=pk, place=place) for place, pk in enumerate(pieces, 1)
    )
    log(
        "portfolio.selected",
        who=who,
        on=selection,
        apprenticeship=apprenticeship.pk,
        details={"version": selection.version, "pieces": [str(pk) for pk in pieces]},
    )
    return selection_of(apprenticeship)
