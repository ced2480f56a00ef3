"""Taking a file into storage, and giving it out again."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
import uuid
from contextlib import suppress
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.content import Kind, limit_of, too_large
from touchstone.apps.portfolio.inspection import taken_as
from touchstone.apps.portfolio.models import StoredFile, SubmittedItem
from touchstone.apps.portfolio.places import has_place
from touchstone.apps.portfolio.services.scanning import scanned
from touchstone.apps.portfolio.storing import delete_quietly, save
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.queries import did_since
from touchstone.apps.records.refusal import Refused

logger = logging.getLogger(__name__)

ONE_OPENING = dt.timedelta(hours=1)  # a player's further requests for parts of one film are one opening
ABANDONED_AFTER = dt.timedelta(hours=6)


def store_file(
    *,
    who: Who,
    apprenticeship: Apprenticeship,
    upload: UploadedFile[Any],
    id: uuid.UUID | None = None,
    verb: str = "file.stored",
) -> StoredFile:
    """Put ``upload`` into storage under a key that says nothing, and remember its name, type, size and hash.

    It is on the disk for good before this returns. One that was hashed while it arrived (``sha256``) is not read for
    that again, and is moved where storage is a folder on the same disk. ``id``: of its row, where it has one already.
    ``verb``: what the log calls it, for a file whose name not everybody may read who may read evidence.
    Call it outside a transaction of your own: a
    row that is rolled back later would leave the file behind. Raises Refused, with a sentence naming the file, for one
    that is empty, too large, not of a type we take, not what its name says, that holds what could do harm, that
    the virus scanner refuses; NotNow where the scanner does not answer or storage has no room.
    """
    name = names.for_people(upload.name or "")
    size, sha256 = _measured(upload, name)
    kind, scan, place = _looked_at(upload, name)
    key = save(upload, name)
    try:
        with transaction.atomic():
            now = timezone.now()
            stored = StoredFile.objects.create(
                id=id or uuid.uuid4(),
                apprenticeship=apprenticeship,
                name=name,
                key=key,
                content_type=kind.content_type,
                size=size,
                sha256=sha256,
                uploaded_by_id=person_of(who),
                uploaded_at=now,
                scan=scan,
                scanned_at=now if scan == StoredFile.Scan.CLEAN else None,
                place=place,
            )
            log(
                verb,
                who=who,
                on=stored,
                apprenticeship=apprenticeship.pk,
                details={"sha256": sha256, "size": size, "content_type": kind.content_type, "scan": scan.value},
                personal={"name": name},
            )
    except BaseException:
        delete_quietly(key)
        raise
    return stored


def open_file(*, who: Who, file: StoredFile, part: bool = False, verb: str = "file.opened") -> File[Any]:
    """The stored content, opened for reading in binary; the log says who opened it. Close it when done.

    ``part``: only a part is asked for, as players do dozens of times: logged unless this person opened the file within
    the last hour. ``verb``: what the log calls it. Raises Refused where storage has no such file any more or does not
    answer, for one whose content was deleted, and for an infected one.
    """
    if file.forgotten_at:
        raise Refused("The content of this file was deleted for good. Its hash stays, to show that it was here.")
    if file.scan == StoredFile.Scan.INFECTED:
        raise Refused(
            f"“{file.name}” is not given out any more: the virus scanner found {file.found} in it. "
            "If you have opened it before, tell whoever looks after your device."
        )
    try:
        content = default_storage.open(file.key, "rb")
    except FileNotFoundError:
        logger.error("Stored file %s is missing from storage", file.pk)
        raise Refused(
            f"“{file.name}” should be here, but our storage does not have it. Whoever runs this site has been told. "
            "If you have a copy, add it again."
        ) from None
    except OSError:
        logger.exception("Stored file %s cannot be read", file.pk)
        raise Refused(f"“{file.name}” cannot be read from our storage at the moment. Try again later.") from None
    if part and did_since(file.pk, verb, who.person_id, timezone.now() - ONE_OPENING):
        return content
    log(
        verb,
        who=who,
        on=file,
        apprenticeship=file.apprenticeship_id,
        details={"sha256": file.sha256},
    )
    return content


def drop_unattached(*, who: Who, before: dt.datetime) -> int:
    """Delete the files that were uploaded before then and belong to nothing: forms given up, files taken out again.

    What a submitted portfolio or a later stage holds stays, and so do earlier versions of a file. How many went.
    """
    held = SubmittedItem.files.through.objects.values("storedfile")
    dropped = 0
    for file in StoredFile.objects.filter(attachment=None, replacement=None, uploaded_at__lt=before).exclude(
        pk__in=held
    ):
        dropped += drop_file(who=who, file=file)
    return dropped


def drop_file(*, who: Who, file: StoredFile) -> bool:
    """Delete a file that belongs to nothing. False where a later stage refers to it, or it was attached just now."""
    try:
        with transaction.atomic():
            log("file.dropped", who=who, on=file, apprenticeship=file.apprenticeship_id)
            file.delete()
    except (ProtectedError, IntegrityError):
        return False
    delete_quietly(file.key)
    return True


def erase_file(*, who: Who, file: StoredFile) -> None:
    """Delete a file for good whose time is over, in the caller's transaction: nothing may refer to it any more.

    Raises OSError where storage does not answer: the caller's transaction then takes the row back, to try again.
    """
    log("file.erased", who=who, on=file, apprenticeship=file.apprenticeship_id, details={"sha256": file.sha256})
    key = file.key
    file.delete()
    default_storage.delete(key)


def drop_abandoned_uploads() -> int:
    """Delete what a server that was killed left in the folder for what arrives. How many files went."""
    before = time.time() - ABANDONED_AFTER.total_seconds()
    dropped = 0
    for path in settings.INCOMING.glob("*.upload"):
        with suppress(OSError):  # another process has done the same this moment
            if path.stat().st_mtime < before:  # one that still arrives was written to just now
                path.unlink()
                dropped += 1
    return dropped


def _measured(upload: UploadedFile[Any], name: str) -> tuple[int, str]:
    """Size and hash: as counted while it arrived, or by reading it. What the browser says of the size is not asked."""
    most = limit_of(name)
    sha256: str = getattr(upload, "sha256", "")
    size = (upload.size or 0) if sha256 else 0
    if not sha256:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            size += len(chunk)
            if size > most:
                break
            digest.update(chunk)
        sha256 = digest.hexdigest()
    if size > most:
        raise Refused(too_large(name))
    if size == 0:
        raise Refused(f"“{name}” is empty. Open it on your device to check it, and choose it again.")
    return size, sha256


def _looked_at(upload: UploadedFile[Any], name: str) -> tuple[Kind, StoredFile.Scan, bool | None]:
    """What the file is, what is known of viruses in it, and whether it says where it was taken.

    Raises Refused for what we do not take.
    """
    content = cast(BinaryIO, upload.file)
    kind = taken_as(name, content)
    return kind, scanned(name, content), has_place(kind.content_type, content)
