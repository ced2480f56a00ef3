"""Reads of gateways."""

from __future__ import annotations

import uuid

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.queries import visible_to as apprenticeships_visible_to
from touchstone.apps.gateway.models import AdjustmentDecision, AdjustmentFile, AdjustmentRequest, Gateway, Given
from touchstone.apps.gateway.requirements import KNOWN
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.models import StoredFile, SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.queries import with_confirmations

_WITH_PEOPLE = (
    "apprenticeship__apprentice",
    "apprenticeship__provider",
    "apprenticeship__employer",
    "apprenticeship__assessment_organisation",
)


def visible_to(actor: Actor) -> QuerySet[Gateway]:
    """Every attempt on the apprenticeships this person may see."""
    return Gateway.objects.filter(apprenticeship__in=apprenticeships_visible_to(actor)).select_related(
        *_WITH_PEOPLE, "submitted_by", "decided_by"
    )


def with_given(rows: QuerySet[Gateway]) -> QuerySet[Gateway]:
    """``rows`` with what was given, by whom, and what was answered to it: one query more.

    With who confirmed the portfolio given, for ``confirmations_of``. ``withdrawn``: how many pieces of the portfolio
    given were withdrawn because consent was taken back; None for none.
    """
    gone = SubmittedItem.objects.filter(portfolio=OuterRef("portfolio"), evidence__withdrawal__isnull=False)
    counted = gone.order_by().values("portfolio").annotate(pieces=Count("pk")).values("pieces")
    named = Given.objects.select_related("given_by", "answered_by", "file", "portfolio")
    named = with_confirmations(named.annotate(withdrawn=Subquery(counted)), "portfolio").defer("portfolio__form")
    return rows.prefetch_related(Prefetch("given", named))


def with_everybody(rows: QuerySet[Gateway]) -> QuerySet[Gateway]:
    """``rows`` with everybody who takes or took part in their apprenticeships: one query more, and none for roles."""
    everybody = Participant.objects.select_related("person").order_by("since")
    return rows.prefetch_related(Prefetch("apprenticeship__participants", everybody))


def attempts(apprenticeship: Apprenticeship) -> list[Gateway]:
    """All attempts, the newest first, with who submitted and decided, and what was given and answered by whom."""
    rows = with_given(apprenticeship.gateways.select_related("submitted_by", "decided_by"))
    return list(rows.order_by("-number"))


def current(apprenticeship: Apprenticeship) -> Gateway | None:
    """The newest attempt, in whatever state; None while nobody has begun."""
    return apprenticeship.gateways.order_by("-number").first()


def confirmed(apprenticeship: Apprenticeship) -> Gateway | None:
    """The confirmed attempt, on whose ``decided_at`` every later date hangs."""
    return apprenticeship.gateways.filter(state=Gateway.State.CONFIRMED).first()


def adjustment_request_seen(actor: Actor, pk: uuid.UUID) -> AdjustmentRequest | None:
    """A request on an apprenticeship this person may see. Whether they may read it is the table's answer."""
    rows = AdjustmentRequest.objects.filter(
        apprenticeship__in=apprenticeships_visible_to(actor).order_by().values("pk")
    )
    return with_decisions(rows.select_related("asked_by", *_WITH_PEOPLE)).filter(pk=pk).first()


def with_decisions(rows: QuerySet[AdjustmentRequest]) -> QuerySet[AdjustmentRequest]:
    """``rows`` with ``file_count``, and the decisions on them, the newest first: one query more."""
    decisions = AdjustmentDecision.objects.select_related("decided_by").order_by("-number")
    return rows.annotate(file_count=Count("files")).prefetch_related(Prefetch("decisions", decisions))


def adjustment_file_seen(actor: Actor, pk: uuid.UUID) -> AdjustmentFile | None:
    """A file of a request on an apprenticeship this person may see. Whether they may open it is the table's answer."""
    reached = apprenticeships_visible_to(actor).order_by().values("pk")
    rows = AdjustmentFile.objects.filter(request__apprenticeship__in=reached)
    named = (f"request__{path}" for path in _WITH_PEOPLE)
    return rows.select_related("file", *named).filter(pk=pk).first()


def attached_portfolio(gateway: Gateway) -> SubmittedPortfolio | None:
    """The submitted portfolio this attempt was given as its portfolio or showcase."""
    return next((row.portfolio for row in gateway.given.all() if row.portfolio and _how(row) == "portfolio"), None)


def portfolio_papers(apprenticeship: Apprenticeship) -> QuerySet[Given]:
    """What was given that is, or rests on, a submitted portfolio, with its attempt: of the newest attempt first."""
    rows = Given.objects.filter(gateway__apprenticeship=apprenticeship, portfolio__isnull=False)
    return rows.select_related("gateway__decided_by").order_by("-gateway__number")


def identity_of(gateway: Gateway) -> StoredFile | None:
    """The identity document of an attempt. Who may open it is the table's answer."""
    return next((row.file for row in gateway.given.all() if row.file and _how(row) == "file"), None)


def _how(given: Given) -> str:
    return KNOWN[given.fact].how if given.fact in KNOWN else ""
