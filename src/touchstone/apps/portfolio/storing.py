"""Storage: content under keys that say nothing."""

from __future__ import annotations

import logging
import os
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile

from touchstone.apps.records.refusal import NotNow

logger = logging.getLogger(__name__)


def save(upload: UploadedFile[Any], name: str) -> str:
    """Put ``upload`` into storage, for good: its key there. Raises NotNow, naming it, where storage does not take it.

    What arrived in a file beside the storage is moved there and not copied.
    """
    key = str(uuid.uuid4())
    upload.seek(0)
    content = upload if hasattr(upload, "temporary_file_path") else File(upload.file, name=key)
    try:
        saved = default_storage.save(key, content)
        _settle(saved)
    except OSError:
        logger.exception("Storage did not take a file")
        delete_quietly(key)
        raise NotNow(
            f"“{name}” could not be saved: our storage has no room for it or cannot be reached. Try again later."
        ) from None
    return saved


def delete_quietly(key: str) -> None:
    try:
        default_storage.delete(key)
    except OSError:
        logger.exception("Stored file %s could not be deleted", key)


def _settle(key: str) -> None:
    """Wait until the disk has the file and its name: what is acknowledged must outlive a power cut."""
    if not isinstance(default_storage, FileSystemStorage):  # another kind answers when it has the file
        return
    path = Path(default_storage.path(key))
    for settled in (path, path.parent):
        descriptor = os.open(settled, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
