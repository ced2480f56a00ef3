"""Deleting what a file says for good, where somebody has the right to that; that it was there stays."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.records.log import Who, log


@transaction.atomic
def forget_content(*, who: Who, file: StoredFile) -> StoredFile:
    """Delete the content of ``file`` from storage; its row stays with hash, size and day, also in submitted portfolios.

    The name goes too: people write names into names. Pictures shown of it are made anew each time, so there are none
    to delete. Idempotent. Raises OSError, and changes nothing, where storage does not answer. Why, the caller logs.
    """
    file = StoredFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if file.forgotten_at:
        return file
    key, file.key, file.forgotten_at = file.key, "", timezone.now()
    file.name = f"deleted file{names.ending(file.name)}"
    file.scan = StoredFile.Scan.NONE if file.scan == StoredFile.Scan.WAITING else file.scan
    file.save(update_fields=["key", "forgotten_at", "name", "scan"])
    log(
        "file.forgotten",
        who=who,
        on=file,
        apprenticeship=file.apprenticeship_id,
        details={"sha256": file.sha256},
    )
    default_storage.delete(key)  # last: where it fails, the row still says where the content is
    return file
