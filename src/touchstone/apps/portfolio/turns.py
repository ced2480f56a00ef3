"""Whose turn a claim is: of those who judge it, or of the apprentice; read with the apprenticeship in the same query.

A claim is judged anew once its piece was changed, whatever was said of it before: it is never the turn of both.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, UUIDField

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import ClaimJudgement, EvidenceKsb


@dataclass(frozen=True, slots=True)
class Turns:
    """Claims of the working evidence. ``first``: the piece with one to judge that was changed the longest ago."""

    to_judge: int
    first: uuid.UUID | None
    need_work: int


def with_turns(rows: QuerySet[Apprenticeship], roles: Collection[Role]) -> QuerySet[Apprenticeship]:
    """``rows`` with what ``turns_of`` reads for tutor and apprentice, each where in ``roles``; no query more."""
    claims = EvidenceKsb.objects.filter(evidence__apprenticeship=OuterRef("pk"), evidence__removed_at=None)
    said = ClaimJudgement.objects.filter(
        evidence=OuterRef("evidence"), code=OuterRef("code"), evidence_version=OuterRef("evidence__version")
    )
    if Role.TUTOR in roles:
        unjudged = claims.filter(~Exists(said))
        first = unjudged.order_by("evidence__changed_at", "evidence").values("evidence")[:1]
        rows = rows.annotate(claims_to_judge=_number(unjudged), judge_first=Subquery(first, output_field=UUIDField()))
    if Role.APPRENTICE in roles:
        newest = said.order_by("-at", "-pk").values("accepted")[:1]
        rows = rows.annotate(claims_needing_work=_number(claims.alias(newest=Subquery(newest)).filter(newest=False)))
    return rows


def turns_of(row: Any) -> Turns:
    """``row`` is of ``with_turns``; of what nobody in the role asked for there is none."""
    return Turns(
        to_judge=getattr(row, "claims_to_judge", None) or 0,
        first=getattr(row, "judge_first", None),
        need_work=getattr(row, "claims_needing_work", None) or 0,
    )


def _number(claims: QuerySet[EvidenceKsb]) -> Subquery:
    of_each = claims.order_by().values("evidence__apprenticeship")
    return Subquery(of_each.annotate(number=Count("pk")).values("number"))
