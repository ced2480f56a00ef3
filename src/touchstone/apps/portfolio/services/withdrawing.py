"""Withdrawing a piece because consent was taken back: what it said goes for good, that it was there stays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio import arriving
from touchstone.apps.portfolio.digests import content_digest
from touchstone.apps.portfolio.mapping_form import withdrawn_from
from touchstone.apps.portfolio.models import (
    Evidence,
    EvidenceFile,
    PortfolioImport,
    PortfolioImportRow,
    StoredFile,
    SubmittedItem,
    Upload,
    Withdrawal,
)
from touchstone.apps.portfolio.services.forgetting import forget_content
from touchstone.apps.portfolio.services.importing.steering import drop_archive
from touchstone.apps.portfolio.withdrawal_mail import write_withdrawals
from touchstone.apps.records.erasing import erase_facts, erase_personal
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused

HAD_FILES = ("evidence.added", "evidence.changed", "evidence.file-replaced")
REASON = "Consent for the piece of evidence this tells of was taken back."


@transaction.atomic
def withdraw_evidence(*, who: Who, evidence: Evidence, why: str, asked_on: dt.date) -> Withdrawal:
    """Delete what a piece says, here and in everything submitted, with the content of its files; for good.

    Number, type, date and codes stay, with the digest of each copy and the hash of each file, so that what was
    submitted can still be checked. ``why``: one of ``Withdrawal.Why``; ``asked_on``: when consent was taken back.
    Decisions already made stand; texts about the piece in the log are erased, and with them the facts of the decisions
    its portfolios were submitted by. Everybody concerned is told. Done twice, it is done once. Raises Refused; OSError,
    and changes nothing, where storage does not answer.
    """
    if why not in Withdrawal.Why.values:
        raise Refused("Choose whose consent was taken back.")
    if asked_on > timezone.localdate():
        raise Refused("The day consent was taken back cannot be in the future.")
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=evidence.apprenticeship_id)
    piece = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    before = Withdrawal.objects.filter(evidence=piece).first()
    if before:
        return before
    items = list(SubmittedItem.objects.filter(evidence=piece).select_related("portfolio").prefetch_related("files"))
    known = _ever_attached(piece)
    files = _files_of(piece, items, known)
    uploads = list(Upload.objects.filter(Q(file__in=files) | Q(evidence=piece)).values_list("pk", flat=True))
    withdrawal = Withdrawal.objects.create(
        evidence=piece, why=why, asked_on=asked_on, by_id=person_of(who), at=timezone.now()
    )
    _empty(piece)
    for item in items:
        _empty_copy(item)
    Upload.objects.filter(pk__in=uploads).delete()
    _empty_imports(who, piece, {file.sha256 for file in files})
    subjects = {str(pk) for pk in (piece.pk, *(file.pk for file in files))} | known
    _erase_texts(who, subjects, [item.portfolio.decision for item in items])
    told = write_withdrawals(one, piece=piece.pk, items=items, by=withdrawal.by_id)
    log(
        "evidence.withdrawn",
        who=who,
        on=piece,
        apprenticeship=one.pk,
        details={
            "why": why,
            "asked_on": asked_on.isoformat(),
            "items": {str(item.pk): item.digest for item in items},
            "files": {str(file.pk): file.sha256 for file in files},
            "told": told,
        },
    )
    for file in files:  # last: what cannot be taken back comes after all that can
        forget_content(who=who, file=file)
    for upload in uploads:
        arriving.drop(upload)
    return withdrawal


def _ever_attached(piece: Evidence) -> set[str]:
    """The ids of all files it ever had, by the log: also of those taken out since, which are there for some days more.

    Without those another piece has now.
    """
    found: set[str] = set()
    for entry in LogEntry.objects.filter(subject=str(piece.pk), verb__in=HAD_FILES).select_related("personal"):
        found |= {*entry.details.get("files", ()), *filter(None, map(entry.details.get, ("old", "new")))}
        if entry.verb == "evidence.changed" and hasattr(entry, "personal"):
            found |= {*entry.personal.body["before"].get("files", ())}
    elsewhere = (
        EvidenceFile.objects.filter(file__in=[uuid.UUID(pk) for pk in found])
        .exclude(evidence=piece)
        .values_list("file", flat=True)
    )
    return found - {str(pk) for pk in elsewhere}


def _files_of(piece: Evidence, items: Iterable[SubmittedItem], known: Collection[str]) -> list[StoredFile]:
    """The files it has, those it had and was submitted with, earlier versions of each, and those sent for it."""
    replaced = Q(replacement__evidence=piece) | Q(took_over__evidence=piece)
    own = Q(attachment__evidence=piece) | replaced | Q(pk__in=[file.pk for item in items for file in item.files.all()])
    had = Q(pk__in=known) | Q(upload__evidence=piece, attachment=None)
    return list(StoredFile.objects.filter(own | had).distinct().order_by("pk"))


def _empty(piece: Evidence) -> None:
    """Out of the working portfolio, and without a word. The codes stay, and who judged them, without their words."""
    piece.title = piece.text = piece.mentee_code = ""
    piece.removed_at = piece.removed_at or timezone.now()
    piece.version += 1
    piece.save(update_fields=["title", "text", "mentee_code", "removed_at", "version"])
    piece.ksbs.update(note="", place="")
    piece.judgements.update(why="")


def _empty_copy(item: SubmittedItem) -> None:
    item.digest = item.digest or content_digest(item, item.files.all())
    item.title = item.text = item.mentee_code = ""
    item.claims = [{"code": code, "note": "", "place": ""} for code in item.ksbs]
    item.save(update_fields=["digest", "title", "text", "mentee_code", "claims"])
    portfolio = item.portfolio
    if portfolio.form is not None:
        portfolio.form = withdrawn_from(portfolio.form, item.evidence_id)
        portfolio.save(update_fields=["form"])


def _empty_imports(who: Who, piece: Evidence, hashes: Collection[str]) -> None:
    """The row of an index from another system it came from, which has the same id, every other row with one of its
    files, and each ZIP such a row came with: nothing more is brought in from that."""
    rows = PortfolioImportRow.objects.filter(source__apprenticeship=piece.apprenticeship_id)
    rows = rows.filter(Q(pk=piece.pk) | Q(sha256__in=hashes))
    for row in rows:
        row.cells, row.errors, row.warnings = dict.fromkeys(row.cells, ""), [], []
        row.state = row.state if row.state == PortfolioImportRow.State.DONE else PortfolioImportRow.State.WRONG
        row.save(update_fields=["cells", "errors", "warnings", "state"])
    for source in PortfolioImport.objects.filter(pk__in=rows.values("source")).exclude(archive_key=""):
        drop_archive(who=who, one=source)


def _erase_texts(who: Who, subjects: Collection[str], decisions: Collection[uuid.UUID]) -> None:
    """Titles, old texts and file names in the log; the facts by which its portfolios were decided name it too."""
    entries = LogEntry.objects.filter(subject__in=subjects, personal__isnull=False)
    for entry in entries.order_by("number"):
        erase_personal(who=who, entry=entry, reason=REASON)
    for decision in StoredDecision.objects.filter(pk__in=decisions, body__isnull=False).order_by("at"):
        erase_facts(who=who, decision=decision, reason=REASON)
