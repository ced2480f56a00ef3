"""Files people give us: where they are kept, and how large and how many they may be."""

from __future__ import annotations

import json
import os
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from touchstone.config.settings.mail import number
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

FILE_UPLOAD_PERMISSIONS = 0o640  # the group is the proxy's, where TOUCHSTONE_SENDFILE lets it give files out

# Uploads. Held by the services for every form; what a request may bring in all, by the middleware before reading it.
MB = 1024 * 1024
UPLOAD_MAX_BYTES = number(os.environ, "TOUCHSTONE_UPLOAD_MAX_MB", 200, 100_000) * MB
# Recordings of sound and film may be longer, where they come in pieces: a form brings no more than the size above.
UPLOAD_MAX_RECORDING_BYTES = number(os.environ, "TOUCHSTONE_UPLOAD_MAX_RECORDING_MB", 2048, 100_000) * MB
UPLOAD_MAX_FILES = number(os.environ, "TOUCHSTONE_UPLOAD_MAX_FILES", 20, 500)
UPLOAD_MAX_TOTAL = number(os.environ, "TOUCHSTONE_UPLOAD_MAX_TOTAL_MB", max(1000, UPLOAD_MAX_BYTES // MB), 100_000) * MB
FILE_UPLOAD_HANDLERS = ["touchstone.web.ui.uploads.UploadHandler"]
INCOMING = DATA / "incoming"  # beside the storage: what has arrived is moved there and not copied
ARRIVING = DATA / "arriving"  # the same for what comes in pieces; on this machine wherever the storage is
UPLOAD_DAYS = number(os.environ, "TOUCHSTONE_UPLOAD_DAYS", 7, 365)  # to send the rest of a file
UPLOAD_DISK_PERCENT = number(os.environ, "TOUCHSTONE_UPLOAD_DISK_PERCENT", 95, 100)  # fuller, and no piece is taken
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MB  # the text of a form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # the handler takes in fewer and keeps the form; this ends what is no form of ours

# Uploads and downloads a web process carries at the same moment; the server has threads for pages beyond these.
TRANSFERS_AT_ONCE = number(os.environ, "TOUCHSTONE_TRANSFERS", 64, 1000)
# After so many seconds without movement one is ended.
TRANSFER_STALLED_SECONDS = number(os.environ, "TOUCHSTONE_TRANSFER_STALLED", 60, 3600)


def sendfile(words: str, storage_class: str | None) -> tuple[str, str]:
    """Who gives files out in our place: (header, prefix), or two empty strings for nobody.

    ``words``: ``nginx:/an-internal-location/`` or ``x-sendfile``; only for files that lie in the data folder.
    """
    if not words:
        return "", ""
    if storage_class:
        raise ImproperlyConfigured("TOUCHSTONE_SENDFILE needs the files in the data folder: unset TOUCHSTONE_STORAGE.")
    server, _, prefix = words.partition(":")
    if server == "nginx" and prefix.startswith("/") and prefix.endswith("/"):
        return "X-Accel-Redirect", prefix
    if words == "x-sendfile":
        return "X-Sendfile", ""
    raise ImproperlyConfigured("TOUCHSTONE_SENDFILE must be nginx:/an-internal-location/ or x-sendfile.")


SENDFILE = sendfile(os.environ.get("TOUCHSTONE_SENDFILE", ""), os.environ.get("TOUCHSTONE_STORAGE"))

# The photo of an identity document goes so many days after the last assessment, once the result is released.
IDENTITY_DAYS = number(os.environ, "TOUCHSTONE_IDENTITY_DAYS", 30, 3650)

# A virus scanner, asked over a socket: unix:/run/clamav/clamd.ctl or tcp:host:port; empty for none. While it does not
# answer, files are refused, or accepted and looked at later.
CLAMAV = os.environ.get("TOUCHSTONE_CLAMAV", "")
CLAMAV_DOWN = os.environ.get("TOUCHSTONE_CLAMAV_DOWN", "refuse")
if not re.fullmatch(r"|unix:/.+|tcp:.+:\d+", CLAMAV):
    raise ImproperlyConfigured("TOUCHSTONE_CLAMAV must be unix:/path/of/the/socket or tcp:host:port.")
if CLAMAV_DOWN not in {"refuse", "accept"}:
    raise ImproperlyConfigured("TOUCHSTONE_CLAMAV_DOWN must be refuse or accept.")
