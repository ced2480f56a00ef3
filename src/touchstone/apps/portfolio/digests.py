"""What stands for a submitted portfolio: a digest of each piece, and one of all of them in their order.

The digest of a piece covers what it says, its KSBs with their notes and the hash of each file; the digest of a
portfolio covers those digests. So it can still be checked when a piece was withdrawn and only its digest is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from touchstone.apps.portfolio.facts import claims_of
from touchstone.apps.portfolio.models import Evidence, EvidenceFile, StoredFile, SubmittedItem, SubmittedPortfolio
from touchstone.apps.records.log import canonical

COPIED = ("type", "title", "text", "mentee_code", "happened_on", "anonymised", "contribution", "witness")


def copies_of(pieces: Sequence[Evidence]) -> list[tuple[SubmittedItem, list[StoredFile]]]:
    """Each piece (read with its ``claims``) as it would be frozen, numbered in this order, with its files. Unsaved.

    One query, however many pieces.
    """
    prefetch_related_objects(list(pieces), Prefetch("attachments", EvidenceFile.objects.select_related("file")))
    return [_copy_of(piece, number) for number, piece in enumerate(pieces, 1)]


def digest_of(items: Iterable[SubmittedItem]) -> str:
    """The digest of a portfolio of these items, by the digest each of them has."""
    return _hashed({"items": [item.digest for item in items]})


def stands(portfolio: SubmittedPortfolio, items: Sequence[SubmittedItem]) -> bool:
    """Whether what is kept gives the digests noted on submission. ``items``: all, in order, with files and withdrawals.

    Of a withdrawn piece the digest is all there is.
    """
    whole = (item for item in items if not hasattr(item.evidence, "withdrawal"))
    return portfolio.digest == digest_of(items) and all(
        item.digest == content_digest(item, item.files.all()) for item in whole
    )


def content_digest(item: SubmittedItem, files: Iterable[StoredFile]) -> str:
    """The digest of what an item says, whatever its number."""
    says: dict[str, Any] = {name: getattr(item, name) for name in COPIED}
    says["happened_on"] = item.happened_on.isoformat()
    says |= {"evidence": str(item.evidence_id), "ksbs": item.ksbs, "claims": item.claims}
    return _hashed({**says, "files": sorted(file.sha256 for file in files)})


def _copy_of(piece: Evidence, number: int) -> tuple[SubmittedItem, list[StoredFile]]:
    claims = claims_of(piece)
    item = SubmittedItem(
        number=number,
        evidence=piece,
        ksbs=[claim.code for claim in claims],
        claims=[{"code": claim.code, "note": claim.note, "place": claim.place} for claim in claims],
        **{name: getattr(piece, name) for name in COPIED},
    )
    files = [attachment.file for attachment in piece.attachments.all()]
    item.digest = content_digest(item, files)
    return item, files


def _hashed(value: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
