"""Rows to facts of the question "portfolio"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from touchstone.apps.portfolio.models import Evidence, EvidenceKsb


def portfolio_facts(pieces: Iterable[Evidence]) -> dict[str, Any]:
    """The facts of the question for these pieces of working evidence (read with their ``claims``)."""
    pieces = list(pieces)
    return {"items": [_item(piece, name, codes_of(piece)) for piece, name in zip(pieces, _names(pieces), strict=True)]}


def codes_of(piece: Evidence) -> list[str]:
    """The KSBs a piece, read with its ``claims``, claims in the order people list them: K2 before K10 before S1."""
    return [claim.code for claim in claims_of(piece)]


def claims_of(piece: Evidence) -> list[EvidenceKsb]:
    """The same as rows, each with its note."""
    return sorted(piece.claims, key=lambda claim: in_order(claim.code))  # type: ignore[attr-defined]


def in_order(code: str) -> tuple[int, int]:
    """A key to sort KSB codes by: knowledge, skills, behaviours, each by number."""
    return "KSB".index(code[0]), int(code[1:])


def _names(pieces: Iterable[Evidence]) -> Iterator[str]:
    """What findings call each piece, to people: its title; of several with one title, the second is “Log” (2)."""
    seen: Counter[str] = Counter()
    for piece in pieces:
        seen[piece.title] += 1
        yield f"“{piece.title}”" + (f" ({seen[piece.title]})" if seen[piece.title] > 1 else "")


def _item(piece: Evidence, name: str, ksbs: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": name,
        "type": piece.type,
        "ksbs": ksbs,
        "anonymised": piece.anonymised,
    }
    if piece.mentee_code:
        item["mentee"] = piece.mentee_code
    if piece.contribution:
        item["contribution"] = piece.contribution
    return item
