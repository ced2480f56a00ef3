"""Rows to facts of the question "portfolio"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from touchstone.apps.portfolio.models import Evidence, SubmittedItem


def portfolio_facts(pieces: Iterable[Evidence]) -> dict[str, Any]:
    """The facts of the question for these pieces of working evidence (with their ``ksbs``)."""
    return {"items": [_item(piece, codes_of(piece)) for piece in pieces]}


def submitted_facts(items: Iterable[SubmittedItem]) -> dict[str, Any]:
    """The same for the pieces of a submitted portfolio."""
    return {"items": [_item(item, item.ksbs) for item in items]}


def codes_of(piece: Evidence) -> list[str]:
    """The KSBs a piece claims, in the order people list them: K2 before K10 before S1."""
    return sorted((claim.code for claim in piece.ksbs.all()), key=in_order)


def in_order(code: str) -> tuple[int, int]:
    """A key to sort KSB codes by: knowledge, skills, behaviours, each by number."""
    return "KSB".index(code[0]), int(code[1:])


def _item(piece: Evidence | SubmittedItem, ksbs: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": f"“{piece.title}”",  # findings name pieces by it, to people
        "type": piece.type,
        "ksbs": ksbs,
        "anonymised": piece.anonymised,
    }
    if piece.mentee_code:
        item["mentee"] = piece.mentee_code
    if piece.contribution:
        item["contribution"] = piece.contribution
    return item
