"""Rows to figures: what has happened in a training since a day, for the review that is opened now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.models import Evidence, EvidenceKsb
from touchstone.apps.training.queries import is_overdue, milestones_of

WITHDRAWN = "a piece that was withdrawn"


def happened_since(apprenticeship: Apprenticeship, since: dt.date, on: dt.date) -> dict[str, Any]:
    """``{"pieces", "minutes", "minutes_in_all", "reached", "overdue", "claimed", "ksbs"}``.

    ``pieces`` are ids, for what a piece is called can be taken back; the other texts are titles.
    """
    hours = apprenticeship.hours.filter(removed_at=None)
    milestones = list(milestones_of(apprenticeship))
    pieces = apprenticeship.evidence.filter(removed_at=None, added_at__date__gte=since).order_by("added_at")
    claimed = EvidenceKsb.objects.filter(evidence__apprenticeship=apprenticeship, evidence__removed_at=None)
    return {
        "pieces": [str(piece.pk) for piece in pieces],
        "minutes": hours.filter(day__gte=since).aggregate(sum=Sum("minutes"))["sum"] or 0,
        "minutes_in_all": hours.aggregate(sum=Sum("minutes"))["sum"] or 0,
        "reached": [m.title for m in milestones if m.reached_on and m.reached_on >= since],
        "overdue": [m.title for m in milestones if is_overdue(m, on)],
        "claimed": claimed.values("code").distinct().count(),
        "ksbs": len(plan_of(apprenticeship).ksbs),
    }


def in_titles(facts: dict[str, Any]) -> dict[str, Any]:
    """``facts`` of a review with what its pieces are called today in place of their ids. One query."""
    pieces = {str(piece.pk): piece for piece in Evidence.objects.filter(pk__in=facts["pieces"])}
    return {**facts, "pieces": [pieces[pk].title or WITHDRAWN for pk in facts["pieces"]]}
