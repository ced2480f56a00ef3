"""Pieces of evidence: adding, changing, removing, opening."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.models import Evidence, EvidenceFile, EvidenceKsb, StoredFile
from touchstone.apps.portfolio.words import WITNESSES
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.once import once
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.facts.parts import EVIDENCE_TYPES

TITLE_MAX, CODE_MAX = 200, 20


@dataclass(frozen=True, slots=True)
class Piece:
    """What a person writes of a piece. ``files``: all of its files; ``contribution``: "observation" or "opinion".

    ``witness``: one of ``words.WITNESSES``: who saw it happen; empty where that is not said.
    """

    type: str
    title: str
    happened_on: dt.date
    text: str = ""
    mentee_code: str = ""
    ksbs: Sequence[str] = ()
    anonymised: bool = False
    contribution: str = ""
    files: Sequence[StoredFile] = ()
    witness: str = ""


def add_evidence(*, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, piece: Piece) -> Evidence:
    """A new piece in the working portfolio. ``id`` comes from the form: sent twice, it makes one. Raises Refused."""
    return once(
        Evidence,
        id,
        lambda: _add(who, id, apprenticeship, piece),
        of=apprenticeship.pk,
        start_again="the list of evidence",
    )


@transaction.atomic
def change_evidence(*, who: Who, evidence: Evidence, version: int, piece: Piece) -> Evidence:
    """Replace what the piece says. Raises Stale where it has changed since ``version``, Refused for what cannot be."""
    evidence = locked(evidence, version)
    _check(evidence.apprenticeship, piece, of=evidence.pk)
    changed = _changes(evidence, piece)
    if not changed:
        return evidence
    _write(evidence, piece)
    evidence.changed_at = timezone.now()
    evidence.version += 1
    evidence.save()
    log(
        "evidence.changed",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version, "changed": sorted(changed)},
        personal={"before": changed},
    )
    return evidence


@transaction.atomic
def remove_evidence(*, who: Who, evidence: Evidence, version: int, reason: str) -> Evidence:
    """Take a piece out of the working portfolio. Submitted portfolios keep their copy. Raises Stale, Refused."""
    if not reason.strip():
        raise Refused("Say why you remove this piece: the reason is kept.")
    evidence = locked(evidence, version)
    evidence.removed_at = timezone.now()
    evidence.version += 1
    evidence.save(update_fields=["removed_at", "version"])
    log(
        "evidence.removed",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        personal={"title": evidence.title, "reason": reason.strip()},
    )
    return evidence


def open_evidence(*, who: Who, evidence: Evidence) -> Evidence:
    """Somebody reads a piece: the log says who."""
    log(
        "evidence.opened",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version},
    )
    return evidence


def _add(who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, piece: Piece) -> Evidence:
    _check(apprenticeship, piece, of=id)
    now = timezone.now()
    evidence = Evidence(
        id=id,
        apprenticeship=apprenticeship,
        happened_on=piece.happened_on,
        added_by_id=person_of(who),
        added_at=now,
        changed_at=now,
    )
    evidence.type, evidence.title = piece.type, piece.title
    evidence.save(force_insert=True)
    _write(evidence, piece)
    evidence.save()
    log(
        "evidence.added",
        who=who,
        on=evidence,
        apprenticeship=apprenticeship.pk,
        details={"type": piece.type, "ksbs": sorted(set(piece.ksbs)), "files": [str(f.pk) for f in piece.files]},
        personal={"title": evidence.title},
    )
    return evidence


def locked(evidence: Evidence, version: int) -> Evidence:
    """The piece, locked for a change. Raises Stale where it has changed since ``version`` or is removed."""
    now = (
        Evidence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("apprenticeship")
        .get(pk=evidence.pk)
    )
    if now.version != version or now.removed_at is not None:
        raise Stale
    return now


def _check(apprenticeship: Apprenticeship, piece: Piece, of: uuid.UUID) -> None:
    reasons = []
    if piece.type not in EVIDENCE_TYPES:
        reasons.append("Choose one of the types of evidence.")
    if piece.witness and piece.witness not in WITNESSES:
        reasons.append("Choose one of the parts somebody can have who saw it happen.")
    if not piece.title.strip():
        reasons.append("Give the piece a title.")
    if len(piece.title) > TITLE_MAX or len(piece.mentee_code) > CODE_MAX:
        reasons.append(f"A title can have {TITLE_MAX} characters, a mentee code {CODE_MAX}.")
    if len(piece.text) > settings.TEXT_MAX_CHARACTERS:
        reasons.append(
            f"The text has {len(piece.text):,} characters; a piece can hold {settings.TEXT_MAX_CHARACTERS:,}. "
            "Add the rest as a file."
        )
    unknown = set(piece.ksbs) - {ksb.code for ksb in plan_of(apprenticeship).ksbs}
    if unknown:
        codes = ", ".join(sorted(unknown))
        reasons.append(f"{codes}: no such KSB in version {apprenticeship.version} of the standard.")
    if len(piece.files) > settings.UPLOAD_MAX_FILES:
        reasons.append(f"A piece can have up to {settings.UPLOAD_MAX_FILES} files; this one has {len(piece.files)}.")
    files = [f.pk for f in piece.files]
    list(StoredFile.objects.select_for_update(no_key=True).filter(pk__in=files).order_by("pk"))  # for one piece a time
    taken = EvidenceFile.objects.filter(file__in=files).exclude(evidence=of)
    if any(f.apprenticeship_id != apprenticeship.pk for f in piece.files) or taken.exists():
        reasons.append("One of the files belongs to another piece.")
    if reasons:
        raise Refused(*reasons)


def _write(evidence: Evidence, piece: Piece) -> None:
    evidence.type, evidence.title, evidence.text = piece.type, piece.title.strip(), piece.text
    evidence.mentee_code, evidence.happened_on = piece.mentee_code.strip(), piece.happened_on
    evidence.anonymised, evidence.contribution = piece.anonymised, piece.contribution
    evidence.witness = piece.witness
    evidence.ksbs.exclude(code__in=piece.ksbs).delete()
    claimed = set(evidence.ksbs.values_list("code", flat=True))
    EvidenceKsb.objects.bulk_create(EvidenceKsb(evidence=evidence, code=c) for c in set(piece.ksbs) - claimed)
    evidence.attachments.exclude(file__in=[f.pk for f in piece.files]).delete()
    attached = set(evidence.attachments.values_list("file", flat=True))
    new = [file for file in piece.files if file.pk not in attached]
    EvidenceFile.objects.bulk_create(EvidenceFile(evidence=evidence, file=file) for file in new)


def _changes(evidence: Evidence, piece: Piece) -> dict[str, object]:
    """What differs, as it was before: plain values."""
    before: dict[str, object] = {
        "type": evidence.type,
        "title": evidence.title,
        "text": evidence.text,
        "mentee_code": evidence.mentee_code,
        "happened_on": evidence.happened_on.isoformat(),
        "anonymised": evidence.anonymised,
        "contribution": evidence.contribution,
        "witness": evidence.witness,
        "ksbs": sorted(evidence.ksbs.values_list("code", flat=True)),
        "files": sorted(str(pk) for pk in evidence.attachments.values_list("file", flat=True)),
    }
    after: dict[str, object] = {
        "type": piece.type,
        "title": piece.title.strip(),
        "text": piece.text,
        "mentee_code": piece.mentee_code.strip(),
        "happened_on": piece.happened_on.isoformat(),
        "anonymised": piece.anonymised,
        "contribution": piece.contribution,
        "witness": piece.witness,
        "ksbs": sorted(set(piece.ksbs)),
        "files": sorted(str(f.pk) for f in piece.files),
    }
    return {name: value for name, value in before.items() if value != after[name]}
