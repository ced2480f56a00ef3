"""Taking a ZIP in: it is looked at as a whole, and its rows are kept to be checked one by one."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.importing.archive import Archive
from touchstone.apps.portfolio.models import PortfolioImport, PortfolioImportRow
from touchstone.apps.portfolio.storing import delete_quietly, save
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused

MOST_UNLISTED = 1000  # names kept of files the index does not name
PIECE = 1024 * 1024


def send_archive(
    *, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, file_name: str, upload: UploadedFile[Any]
) -> PortfolioImport:
    """Keep the ZIP and the rows of its index, to be checked one by one (a task, to be enqueued by the caller).

    ``id`` comes from the form: sent twice, it makes one. Raises Refused, with every reason, for what is no ZIP with an
    index, or cannot be imported from as a whole. Call it outside a transaction: the ZIP goes into storage.
    """
    before = PortfolioImport.objects.filter(pk=id).first()
    if before is not None:
        return _same(before, who, apprenticeship)
    archive = Archive(cast(BinaryIO, upload.file))
    table = archive.table()
    named = [row.cells.get("file", "") for row in table.rows]
    archive.refuse_repeats(named)
    unlisted = archive.besides(named)
    sha256 = _hash_of(upload)
    key, now = save(upload, file_name), timezone.now()
    try:
        with transaction.atomic():
            one, made = PortfolioImport.objects.get_or_create(
                pk=id,
                defaults={
                    "apprenticeship": apprenticeship,
                    "uploaded_by_id": person_of(who),
                    "file_name": file_name[:200],
                    "archive_key": key,
                    "archive_sha256": sha256,
                    "notes": list(table.notes),
                    "unlisted": unlisted[:MOST_UNLISTED],
                    "state": PortfolioImport.State.CHECKING,
                    "uploaded_at": now,
                    "moved_at": now,
                },
            )
            if made:
                PortfolioImportRow.objects.bulk_create(_row(one, row) for row in table.rows)
                details = {"sha256": sha256, "rows": len(table.rows)}
                log("evidence.import-sent", who=who, on=one, apprenticeship=apprenticeship.pk, details=details)
    except BaseException:
        delete_quietly(key)
        raise
    if not made:
        delete_quietly(key)
    return one if made else _same(one, who, apprenticeship)


def _same(before: PortfolioImport, who: Who, apprenticeship: Apprenticeship) -> PortfolioImport:
    if (before.uploaded_by_id, before.apprenticeship_id) != (who.person_id, apprenticeship.pk):
        raise Refused("This form has already been used to send another ZIP. Open the page again.")
    return before


def _hash_of(upload: UploadedFile[Any]) -> str:
    """As counted while it arrived, or by reading it."""
    if sha256 := getattr(upload, "sha256", ""):
        return str(sha256)
    digest = hashlib.sha256()
    for chunk in upload.chunks(PIECE):
        digest.update(chunk)
    return digest.hexdigest()


def _row(one: PortfolioImport, row: Row) -> PortfolioImportRow:
    return PortfolioImportRow(
        source=one, number=row.number, cells=row.cells, surplus=row.surplus, state=PortfolioImportRow.State.WAITING
    )
