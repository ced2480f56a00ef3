"""The selection as it stands: which pieces are in the portfolio, in which order, and what each brings to it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.coverage import excluded_types
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.models import Evidence, SelectedPiece, Selection
from touchstone.apps.portfolio.names import natural
from touchstone.apps.portfolio.queries import by_day_and_name, live
from touchstone.standards.model import Plan, PlanNotHeld


@dataclass(frozen=True, slots=True)
class Selected:
    """``pieces`` in their order, ``left`` out newest first; each with its ``claims``.

    ``version`` 0: nobody has chosen yet. Every piece is in that claims a KSB and can count under the plan, oldest
    first and those of one day by name; what claims nothing yet counts towards nothing.
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


def selection_of(apprenticeship: Apprenticeship, plan: Plan | PlanNotHeld | None = None) -> Selected:
    """Two queries, however many pieces. A piece that was removed is neither in nor out.

    ``plan``: the one that decides, where the caller has read it already.
    """
    kept = Selection.objects.filter(apprenticeship=OuterRef("apprenticeship")).values("version")
    place = SelectedPiece.objects.filter(evidence=OuterRef("pk")).values("place")
    rows = live(apprenticeship).annotate(version_chosen=Subquery(kept), place=Subquery(place))
    pieces: list[Any] = by_day_and_name(rows)
    version = pieces[0].version_chosen if pieces else None
    if version is None:
        return _untouched(plan or plan_of(apprenticeship), pieces)
    chosen = sorted((piece for piece in pieces if piece.place is not None), key=lambda piece: piece.place)
    return Selected(version, tuple(chosen), tuple(piece for piece in pieces if piece.place is None))


def _untouched(plan: Plan | PlanNotHeld, pieces: Sequence[Evidence]) -> Selected:
    excluded = excluded_types(plan)
    counting = {piece.pk for piece in pieces if piece.type not in excluded and codes_of(piece)}
    chosen = sorted(
        (piece for piece in pieces if piece.pk in counting),
        key=lambda piece: (piece.happened_on, natural(piece.title), piece.added_at, piece.pk),
    )
    return Selected(0, tuple(chosen), tuple(piece for piece in pieces if piece.pk not in counting))
