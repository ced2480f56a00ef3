"""What is wanted at the gateway beside the plan: how it stands, read with the apprenticeship in the same query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import AdjustmentRequest, CertificatePermission
from touchstone.apps.gateway.queries import with_decisions


@dataclass(frozen=True, slots=True)
class Beside:
    """``permitted_at``: permission and address are there since. ``wanted``: what was answered last, None: nothing yet.

    ``granted``: what is done differently in the assessment, empty for nothing. ``open``: a request nobody decided on.
    """

    permitted_at: dt.datetime | None
    wanted: bool | None
    answered_at: dt.datetime | None
    granted: str
    open: bool

    @property
    def missing(self) -> bool:
        return self.permitted_at is None or self.wanted is None


def with_beside(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with what ``beside_read_with`` reads."""
    permission = CertificatePermission.objects.filter(apprenticeship=OuterRef("pk"))
    newest = AdjustmentRequest.objects.filter(apprenticeship=OuterRef("pk")).order_by("-number")
    settled = _that_hold().filter(apprenticeship=OuterRef("pk"))
    return with_open_adjustments(rows).annotate(
        permitted_at=Subquery(permission.values("given_at")[:1]),
        adjustments_wanted=Subquery(newest.values("wanted")[:1]),
        adjustments_answered_at=Subquery(newest.values("asked_at")[:1]),
        adjustments_granted=Subquery(settled.values("decisions__granted")[:1]),
    )


def with_open_adjustments(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with ``adjustments_open``: whether a request waits for those who decide."""
    return rows.annotate(adjustments_open=Exists(_that_wait().filter(apprenticeship=OuterRef("pk"))))


def beside_read_with(one: Any) -> Beside:
    """Of an apprenticeship read ``with_beside``."""
    return Beside(
        one.permitted_at,
        one.adjustments_wanted,
        one.adjustments_answered_at,
        one.adjustments_granted or "",
        one.adjustments_open,
    )


def granted_to(apprenticeship: Apprenticeship) -> str:
    """What is granted, and nothing of why: for whoever books, assesses or checks. Empty for nothing. One query."""
    holds = _that_hold().filter(apprenticeship=apprenticeship).values_list("decisions__granted", flat=True)
    return holds.first() or ""


def granted_among(requests: Sequence[AdjustmentRequest]) -> str:
    """The same, of ``requests_of`` an apprenticeship. No query."""
    for request in requests:
        decisions = list(request.decisions.all())
        if decisions or not request.wanted:
            return decisions[0].granted if decisions else ""
    return ""


def requests_of(apprenticeship: Apprenticeship) -> Sequence[AdjustmentRequest]:
    """All of them, the newest first, each with its decisions, the newest first. Two queries."""
    return list(with_decisions(apprenticeship.adjustment_requests.select_related("asked_by").order_by("-number")))


def _that_wait() -> QuerySet[AdjustmentRequest]:
    """The newest answer, where it asks for something and nobody has decided."""
    later = AdjustmentRequest.objects.filter(apprenticeship=OuterRef("apprenticeship"), number__gt=OuterRef("number"))
    return AdjustmentRequest.objects.filter(~Exists(later), wanted=True, decisions=None)


def _that_hold() -> QuerySet[AdjustmentRequest]:
    """The newest answer that settles what is done: none wanted, or decided on. One that waits changes nothing yet."""
    settled = AdjustmentRequest.objects.filter(Q(wanted=False) | Q(decisions__isnull=False))
    return settled.order_by("-number", "-decisions__number")
