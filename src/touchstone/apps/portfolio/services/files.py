"""Taking a file into storage, and giving it out again."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.content import HEAD, content_type_of
from touchstone.apps.portfolio.models import StoredFile, SubmittedItem
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused

logger = logging.getLogger(__name__)


def store_file(*, who: Who, apprenticeship: Apprenticeship, upload: UploadedFile[Any]) -> StoredFile:
    """Stream ``upload`` to storage under a key that says nothing, and remember its name, type, size and hash.

    Call it outside a transaction of your own: a row that is rolled back later would leave the file behind. Raises
    Refused, with a sentence naming the file, for one that is empty, too large, not of a type we take, not what its
    name says, or that storage has no room for.
    """
    name = names.for_people(upload.name or "")
    size, sha256, head = _read_through(upload, name)
    content_type = content_type_of(name, head)
    key = _save(upload, name)
    try:
        with transaction.atomic():
            stored = StoredFile.objects.create(
                apprenticeship=apprenticeship,
                name=name,
                key=key,
                content_type=content_type,
                size=size,
                sha256=sha256,
                uploaded_by_id=person_of(who),
                uploaded_at=timezone.now(),
            )
            log(
                "file.stored",
                who=who,
                on=stored,
                apprenticeship=apprenticeship.pk,
                details={"sha256": sha256, "size": size, "content_type": content_type},
                personal={"name": name},
            )
    except BaseException:
        _delete_quietly(key)
        raise
    return stored


def open_file(*, who: Who, file: StoredFile) -> File[Any]:
    """The stored content, opened for reading in binary; the log says who opened it. Close it when done.

    Raises Refused where storage has no such file any more, or does not answer.
    """
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
    log(
        "file.opened",
        who=who,
        on=file,
        apprenticeship=file.apprenticeship_id,
        details={"sha256": file.sha256},
    )
    return content


def drop_unattached(*, who: Who, before: dt.datetime) -> int:
    """Delete the files that were uploaded before then and belong to nothing: forms given up, files taken out again.

    What a submitted portfolio or a later stage holds stays. How many went.
    """
    held = SubmittedItem.files.through.objects.values("storedfile")
    dropped = 0
    for file in StoredFile.objects.filter(attachment=None, uploaded_at__lt=before).exclude(pk__in=held):
        try:
            with transaction.atomic():
                log("file.dropped", who=who, on=file, apprenticeship=file.apprenticeship_id)
                file.delete()
        except (ProtectedError, IntegrityError):  # a later stage refers to it, or it has been attached this moment
            continue
        _delete_quietly(file.key)
        dropped += 1
    return dropped


def _read_through(upload: UploadedFile[Any], name: str) -> tuple[int, str, bytes]:
    """Size, hash and first bytes, reading once and keeping nothing. What the browser says of the size is not asked."""
    size, digest, head = 0, hashlib.sha256(), b""
    for chunk in upload.chunks():
        size += len(chunk)
        if size > settings.UPLOAD_MAX_BYTES:
            raise Refused(
                f"“{name}” is too large. A file can have up to {settings.UPLOAD_MAX_BYTES // 1024**2} MB; "
                "for a long recording, save it at a lower quality or in two parts."
            )
        digest.update(chunk)
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
    if size == 0:
        raise Refused(f"“{name}” is empty. Open it on your device to check it, and choose it again.")
    return size, digest.hexdigest(), head


def _save(upload: UploadedFile[Any], name: str) -> str:
    key = str(uuid.uuid4())
    upload.seek(0)
    try:
        return default_storage.save(key, File(upload.file, name=key))
    except OSError:
        logger.exception("Storage did not take a file")
        _delete_quietly(key)
        raise Refused(
            f"“{name}” could not be saved: our storage has no room for it or cannot be reached. "
            "Nothing of it was kept. Try again later."
        ) from None


def _delete_quietly(key: str) -> None:
    try:
        default_storage.delete(key)
    except OSError:
        logger.exception("Stored file %s could not be deleted", key)
