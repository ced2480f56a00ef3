"""Files people give us: where they are kept, and how large and how many they may be."""

from __future__ import annotations

import json
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from touchstone.config.settings.paths import DATA


def storage(backend: str | None, options: str | None) -> dict[str, Any]:
    """A STORAGES entry. ``backend``: a class of django-storages or Django by its path, None for the data folder;
    ``options``: its options as a JSON object, such as ``{"bucket_name": "evidence"}``."""
    entry: dict[str, Any] = {"BACKEND": backend or "django.core.files.storage.FileSystemStorage"}
    try:
        entry["OPTIONS"] = json.loads(options or "{}")
    except ValueError:
        entry["OPTIONS"] = None
    if not isinstance(entry["OPTIONS"], dict):
        raise ImproperlyConfigured(
            'TOUCHSTONE_STORAGE_OPTIONS must be a JSON object, like {"bucket_name": "evidence"}.'
        )
    return entry


STORAGES: dict[str, dict[str, Any]] = {
    "default": storage(os.environ.get("TOUCHSTONE_STORAGE"), os.environ.get("TOUCHSTONE_STORAGE_OPTIONS")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"

# Uploads. Held by the services for every form.
UPLOAD_MAX_BYTES = int(os.environ.get("TOUCHSTONE_UPLOAD_MAX_MB", "200")) * 1024 * 1024
UPLOAD_MAX_FILES = 20
FILE_UPLOAD_HANDLERS = ["touchstone.web.ui.uploads.UploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
