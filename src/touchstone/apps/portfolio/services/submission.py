"""Submitting the portfolio: a frozen copy that keeps its address while the working one goes on."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, ask_and_keep
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.facts import codes_of, portfolio_facts
from touchstone.apps.portfolio.models import Evidence, StoredFile, SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.queries import with_claims
from touchstone.apps.records.log import Who, canonical, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import Decision


@transaction.atomic
def submit(
    *, who: Who, apprenticeship: Apprenticeship, pieces: Collection[uuid.UUID] | None = None
) -> SubmittedPortfolio:
    """Freeze the chosen ``pieces`` (None: all there are) as the next submitted portfolio.

    Asks the question "portfolio" and keeps the answer. Raises Refused where the plan does not allow it or is not held;
    where the plan is silent as a whole, the portfolio passes on and the assessment organisation rules when it confirms.
    What has just been submitted, unchanged, is returned and not submitted again.
    """
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    chosen = _pieces(apprenticeship, pieces)
    files = {piece.pk: [a.file for a in piece.attachments.all()] for piece in chosen}
    digest = hashlib.sha256(canonical({"items": [_frozen(p, files[p.pk]) for p in chosen]})).hexdigest()
    before = apprenticeship.submitted_portfolios.order_by("-number").first()
    if before and before.digest == digest:
        return before
    facts = portfolio_facts(chosen)
    asked = ask("portfolio", apprenticeship, facts)
    if not may_pass_on(asked):
        raise Refused.by(asked)
    _, stored = ask_and_keep("portfolio", apprenticeship, facts, who=who)
    portfolio = SubmittedPortfolio.objects.create(
        apprenticeship=apprenticeship,
        number=before.number + 1 if before else 1,
        submitted_by_id=person_of(who),
        submitted_at=timezone.now(),
        decision=stored.pk,
        digest=digest,
    )
    for number, piece in enumerate(chosen, 1):
        _freeze(portfolio, number, piece, files[piece.pk])
    log(
        "portfolio.submitted",
        who=who,
        on=portfolio,
        apprenticeship=apprenticeship.pk,
        details={"number": portfolio.number, "pieces": len(chosen), "digest": digest, "decision": str(stored.pk)},
    )
    return portfolio


def may_pass_on(decision: Decision) -> bool:
    """Whether a portfolio so decided may be submitted: allowed, or the plan says nothing about portfolios at all."""
    return decision.outcome == "allowed" or decision.blockers == ("plan.silent",)


def open_submitted_item(*, who: Who, item: SubmittedItem) -> SubmittedItem:
    """Somebody reads a piece of a submitted portfolio: the log says who."""
    log(
        "portfolio.item-opened",
        who=who,
        on=item,
        apprenticeship=item.portfolio.apprenticeship_id,
        details={"portfolio": str(item.portfolio_id), "number": item.number},
    )
    return item


def _pieces(apprenticeship: Apprenticeship, wanted: Collection[uuid.UUID] | None) -> list[Evidence]:
    live = apprenticeship.evidence.filter(removed_at=None)
    if wanted is not None:
        live = live.filter(pk__in=wanted)
    found = list(with_claims(live).prefetch_related("attachments__file").order_by("happened_on", "added_at", "pk"))
    if wanted is not None and len(found) != len(set(wanted)):
        raise Refused("A piece you chose has been removed meanwhile. Look at the choice again.")
    if not found:
        raise Refused("There is no evidence to submit yet.")
    return found


def _frozen(piece: Evidence, files: list[StoredFile]) -> dict[str, Any]:
    """What the digest covers of one piece."""
    return {
        "evidence": str(piece.pk),
        "type": piece.type,
        "title": piece.title,
        "text": piece.text,
        "mentee_code": piece.mentee_code,
        "happened_on": piece.happened_on.isoformat(),
        "anonymised": piece.anonymised,
        "contribution": piece.contribution,
        "ksbs": codes_of(piece),
        "files": sorted(f.sha256 for f in files),
    }


def _freeze(portfolio: SubmittedPortfolio, number: int, piece: Evidence, files: list[StoredFile]) -> None:
    item = SubmittedItem.objects.create(
        portfolio=portfolio,
        number=number,
        evidence=piece,
        type=piece.type,
        title=piece.title,
        text=piece.text,
        mentee_code=piece.mentee_code,
        happened_on=piece.happened_on,
        anonymised=piece.anonymised,
        contribution=piece.contribution,
        ksbs=codes_of(piece),
    )
    item.files.set(files)
