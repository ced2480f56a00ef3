"""The selection as it stands: which pieces are in the portfolio, in which order, and what each brings to it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.coverage import excluded_types
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.models import Evidence, Selection
from touchstone.apps.portfolio.queries import live


@dataclass(frozen=True, slots=True)
class Selected:
    """``pieces`` in their order, ``left`` out newest first; each with its ``claims``.

    ``version`` 0: nobody has chosen yet, and everything that can count under the plan is in, oldest first.
    """

    version: int
    pieces: tuple[Evidence, ...]
    left: tuple[Evidence, ...]

    @property
    def ids(self) -> list[uuid.UUID]:
        return [piece.pk for piece in self.pieces]

    def brings(self) -> dict[uuid.UUID, list[str]]:
        """Piece -> the KSBs no other chosen piece claims: lost with one that is in, won with one that is out."""
        claimed = Counter(code for piece in self.pieces for code in codes_of(piece))
        alone = {piece.pk: [code for code in codes_of(piece) if claimed[code] == 1] for piece in self.pieces}
        return alone | {piece.pk: [code for code in codes_of(piece) if not claimed[code]] for piece in self.left}


def selection_of(apprenticeship: Apprenticeship) -> Selected:
    """Three queries, however many pieces. A piece that was removed is neither in nor out."""
    pieces = live(apprenticeship)
    kept = Selection.objects.filter(apprenticeship=apprenticeship.pk).order_by("pieces__place")
    chosen = list(kept.values_list("version", "pieces__evidence"))
    if not chosen:
        return _untouched(apprenticeship, list(pieces))
    by_id = {piece.pk: piece for piece in pieces}
    found = [by_id.pop(pk) for _, pk in chosen if pk in by_id]
    return Selected(chosen[0][0], tuple(found), tuple(by_id.values()))


def _untouched(apprenticeship: Apprenticeship, pieces: Sequence[Evidence]) -> Selected:
    excluded = excluded_types(plan_of(apprenticeship))
    counting = sorted(
        (piece for piece in pieces if piece.type not in excluded),
        key=lambda piece: (piece.happened_on, piece.added_at, piece.pk),
    )
    return Selected(0, tuple(counting), tuple(piece for piece in pieces if piece.type in excluded))
