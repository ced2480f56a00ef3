"""Reads of imports of portfolios: for whoever may add evidence to the apprenticeship."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Case, Count, QuerySet, Value, When
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.models import EvidenceFile, PortfolioImport, PortfolioImportRow, StoredFile
from touchstone.apps.portfolio.policy import WRITES

KEPT = dt.timedelta(days=7)  # after it was last worked on: a ZIP is large, and full of somebody's work
STANDS_STILL = dt.timedelta(minutes=2)
AT_WORK = (PortfolioImport.State.CHECKING, PortfolioImport.State.RUNNING)
RowState = PortfolioImportRow.State


def imports_visible_to(actor: Actor) -> QuerySet[PortfolioImport]:
    """The newest first."""
    mine = Apprenticeship.objects.filter(reach(actor, WRITES)).values("pk")
    return (
        PortfolioImport.objects.filter(apprenticeship__in=mine)
        .select_related(
            "uploaded_by",
            "apprenticeship__apprentice",
            "apprenticeship__provider",
            "apprenticeship__employer",
            "apprenticeship__assessment_organisation",
        )
        .order_by("-uploaded_at", "pk")
    )


def import_seen(actor: Actor, pk: uuid.UUID) -> PortfolioImport | None:
    return imports_visible_to(actor).filter(pk=pk).first()


def imports_of(actor: Actor, apprenticeship: Apprenticeship) -> QuerySet[PortfolioImport]:
    return imports_visible_to(actor).filter(apprenticeship=apprenticeship)


def counted(one: PortfolioImport) -> dict[str, int]:
    """How many rows are in which state; every state is there. One query."""
    found = one.rows.order_by().values_list("state").annotate(Count("pk"))
    return {**dict.fromkeys(RowState.values, 0), **dict(found)}


def to_look_at(one: PortfolioImport) -> QuerySet[PortfolioImportRow]:
    """Every row, first those that cannot be imported, then those with a warning, then in the order of the index."""
    first = Case(When(state=RowState.WRONG, then=Value(0)), When(warnings=[], then=Value(2)), default=Value(1))
    return one.rows.order_by(first, "number")


def stands_still(one: PortfolioImport) -> bool:
    """Whether it should be at work, and nothing has moved for some time: its worker is gone, or busy."""
    return one.state in AT_WORK and one.moved_at < timezone.now() - STANDS_STILL


def was_forgotten(apprenticeship: Apprenticeship, sha256: str) -> bool:
    """Whether this very file was here, and was deleted because consent for it was taken back."""
    return StoredFile.objects.filter(
        apprenticeship=apprenticeship.pk, sha256=sha256, forgotten_at__isnull=False
    ).exists()


def is_there(apprenticeship: Apprenticeship, sha256: str, title: str) -> bool:
    """Whether the working evidence has a piece of this title with this very file."""
    return EvidenceFile.objects.filter(
        evidence__apprenticeship=apprenticeship.pk,
        evidence__removed_at=None,
        evidence__title=title,
        file__sha256=sha256,
    ).exists()
