"""What the evidence of many apprentices covers, KSB by KSB."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from touchstone.apps.portfolio.coverage import state_of
from touchstone.apps.portfolio.models import ClaimJudgement, EvidenceKsb


@dataclass(frozen=True, slots=True)
class Claimed:
    """How many pieces claim a KSB, and what their claims come to: "claimed", "accepted" or "needs-work"."""

    pieces: int
    state: str


def claimed_by_many(apprenticeships: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[str, Claimed]]:
    """Apprenticeship -> KSB -> its claims; nothing where nobody claims it. Two queries, whatever their number."""
    of = {"evidence__apprenticeship__in": apprenticeships, "evidence__removed_at": None}
    judged = {
        (piece, code): accepted
        for piece, code, accepted in ClaimJudgement.objects.filter(**of)
        .order_by("at", "pk")
        .values_list("evidence", "code", "accepted")
    }
    claims: dict[uuid.UUID, dict[str, list[bool | None]]] = defaultdict(lambda: defaultdict(list))
    rows = EvidenceKsb.objects.filter(**of).values_list("evidence__apprenticeship", "evidence", "code")
    for one, piece, code in rows:
        claims[one][code].append(judged.get((piece, code)))
    return {
        one: {code: Claimed(len(found), state_of(found)) for code, found in codes.items()}
        for one, codes in claims.items()
    }
