"""Everything that was submitted: the list of it, and two portfolios side by side."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.queries import portfolio_papers
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio.models import SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.queries import items_of, submitted_of, submitted_visible_to
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.page import Request, page
from touchstone.web.portfolio.gateway import is_portfolio, words_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece in one portfolio or in both. ``changed``: what differs, in words; empty for what does not."""

    earlier: SubmittedItem | None
    later: SubmittedItem | None
    changed: list[str] = field(default_factory=list)


def _find(actor: Actor, pk: uuid.UUID) -> SubmittedPortfolio | None:
    return submitted_visible_to(actor).filter(pk=pk).first()


@page("portfolio.see", find=find_apprenticeship)
def attempts_list(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """Each with what became of it at the gateway."""
    handed_in = [(row.portfolio_id, row.gateway) for row in portfolio_papers(one) if is_portfolio(row)]
    return render(
        request,
        "portfolio/attempts.html",
        {
            "header": header_of(request.held, one, "evidence"),
            "one": one,
            "words": words_of(plan_of(one)),
            "rows": [
                {"portfolio": portfolio, "gateways": [gateway for pk, gateway in handed_in if pk == portfolio.pk]}
                for portfolio in submitted_of(one)
            ],
        },
    )


@page("portfolio.see", find=_find)
def compare(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    others = [other for other in submitted_of(portfolio.apprenticeship) if other.pk != portfolio.pk]
    chosen = request.GET.get("with", "")
    other = next((one for one in others if str(one.number) == chosen), None) or _nearest(portfolio, others)
    earlier, later = sorted([portfolio, other or portfolio], key=lambda one: one.number)
    before, after = list(items_of(earlier)), list(items_of(later))
    pairs = pairs_of(before, after) if other else []
    return render(
        request,
        "portfolio/compare.html",
        {
            "header": header_of(request.held, portfolio.apprenticeship, "evidence"),
            "portfolio": portfolio,
            "others": others,
            "both": (earlier, later) if other else (),
            "counts": [(len(items), len({code for item in items for code in item.ksbs})) for items in (before, after)],
            "changed": [pair for pair in pairs if pair.changed],
            "same": [pair for pair in pairs if not pair.changed],
            "type_name": type_name,
        },
    )


def pairs_of(before: Sequence[SubmittedItem], after: Sequence[SubmittedItem]) -> list[Pair]:
    """The pieces of both, in the order of the later one, then what is only in the earlier one.

    A piece is moved where its place among the pieces both have is another: that one came in before it is no change.
    """
    was, now = ({item.evidence_id: item for item in items} for items in (before, after))
    order = {pk: place for place, pk in enumerate(pk for pk in was if pk in now)}
    shared = [pk for pk in now if pk in was]
    moved = {pk for place, pk in enumerate(shared) if order[pk] != place}
    pairs = [Pair(was.get(pk), item, _changes(was.get(pk), item, pk in moved)) for pk, item in now.items()]
    return pairs + [Pair(item, None, ["Only in the earlier one"]) for pk, item in was.items() if pk not in now]


def _nearest(this: SubmittedPortfolio, others: Sequence[SubmittedPortfolio]) -> SubmittedPortfolio | None:
    """The one before, or where there is none the one after."""
    before = [one for one in others if one.number < this.number]
    return max(before, key=lambda one: one.number) if before else min(others, key=lambda one: one.number, default=None)


def _changes(was: SubmittedItem | None, now: SubmittedItem, moved: bool) -> list[str]:
    if was is None:
        return ["Only in the later one"]
    words = [
        (was.title != now.title, f"Title: it was “{was.title}”"),
        (was.type != now.type, f"Kind: it was {type_name(was.type).lower()}"),
        (was.happened_on != now.happened_on, "Date"),
        (was.mentee_code != now.mentee_code, f"Mentee: it was {was.mentee_code or 'none'}"),
        (was.ksbs != now.ksbs, _codes(was.ksbs, now.ksbs)),
        (_notes(was) != _notes(now), "What it says of its KSBs"),
        (was.text != now.text, f"Text: {_length(was)} before, {_length(now)} now"),
        (_hashes(was) != _hashes(now), _files(was, now)),
        (moved, f"Place: number {was.number} before, {now.number} now"),
    ]
    return [said for differs, said in words if differs]


def _codes(was: Sequence[str], now: Sequence[str]) -> str:
    gone, new = [code for code in was if code not in now], [code for code in now if code not in was]
    said = [f"{', '.join(new)} added" if new else "", f"{', '.join(gone)} taken away" if gone else ""]
    return f"KSBs: {'; '.join(filter(None, said))}"


def _files(was: SubmittedItem, now: SubmittedItem) -> str:
    new, gone = _hashes(now) - _hashes(was), _hashes(was) - _hashes(now)
    said = [f"{len(new)} new" if new else "", f"{len(gone)} gone" if gone else ""]
    return f"Files: {', '.join(filter(None, said))}"


def _length(item: SubmittedItem) -> str:
    count = len(item.text.split())
    return f"{count:,} word{'' if count == 1 else 's'}"


def _notes(item: SubmittedItem) -> dict[str, tuple[str, str]]:
    """Of the codes the KSBs line does not tell of already."""
    return {claim["code"]: (claim["note"], claim["place"]) for claim in item.claims or () if claim["note"]}


def _hashes(item: SubmittedItem) -> set[str]:
    return {file.sha256 for file in item.files.all()}
