"""Submitting the portfolio: a frozen copy that keeps its address while the working one goes on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, ask_and_keep
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services.events import locked
from touchstone.apps.portfolio.digests import copies_of, digest_of
from touchstone.apps.portfolio.facts import portfolio_facts
from touchstone.apps.portfolio.mapping_form.content import content_of, hash_of
from touchstone.apps.portfolio.models import SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.queries import latest_submitted
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services.confirming import ask_to_confirm
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.decision import Decision


@transaction.atomic
def submit(*, who: Who, apprenticeship: Apprenticeship, seen: str | None = None) -> SubmittedPortfolio:
    """Freeze the selection, in its order, as the next submitted portfolio.

    ``seen``: the digest of what whoever submits was shown (None: they answer for whatever there is). Asks the question
    "portfolio" and keeps the answer. Raises Stale where what would be frozen is not what was seen, Refused where the
    plan does not allow it or is not held; where the plan is silent as a whole, the portfolio passes on and the
    assessment organisation rules when it confirms. What has just been submitted, unchanged and by the same version of
    the standard, is returned and not submitted again: also where two people press at once.
    """
    apprenticeship = locked(apprenticeship, None)
    chosen = selection_of(apprenticeship).pieces
    copies = copies_of(chosen)
    digest = digest_of(item for item, _ in copies)
    before = latest_submitted(apprenticeship)
    by_this_version = before is not None and before.under == apprenticeship.plan_id  # type: ignore[attr-defined]
    if before and before.digest in (digest, seen) and by_this_version:
        return before
    if seen not in (None, digest):
        raise Stale
    if not chosen:
        raise Refused("There is no evidence to submit yet.")
    facts = portfolio_facts(chosen)
    asked = ask("portfolio", apprenticeship, facts)
    if not may_pass_on(asked):
        raise Refused.by(asked)
    _, stored = ask_and_keep("portfolio", apprenticeship, facts, who=who)
    form = content_of(apprenticeship, [item for item, _ in copies], on=timezone.localdate())
    portfolio = SubmittedPortfolio.objects.create(
        apprenticeship=apprenticeship,
        number=before.number + 1 if before else 1,
        submitted_by_id=person_of(who),
        submitted_at=timezone.now(),
        decision=stored.pk,
        digest=digest,
        form=form,
        form_sha256=hash_of(form),
    )
    for item, files in copies:
        item.portfolio = portfolio
        item.save(force_insert=True)
        item.files.set(files)
    ask_to_confirm(who=who, portfolio=portfolio)
    log(
        "portfolio.submitted",
        who=who,
        on=portfolio,
        apprenticeship=apprenticeship.pk,
        details={
            "number": portfolio.number,
            "pieces": len(chosen),
            "digest": digest,
            "form": portfolio.form_sha256,
            "decision": str(stored.pk),
        },
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
