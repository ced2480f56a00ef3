"""Giving out a stored file: always as a download, with a type nobody has to guess."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.http import FileResponse

from touchstone.apps.portfolio.models import StoredFile


def download(file: StoredFile, content: File[Any]) -> FileResponse:
    """Stream ``content``, the opened ``file``. The browser saves it and does not open it inside the site."""
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A recording is compressed already: compressing it again only costs, and hides how long it is.
    response["Content-Encoding"] = "identity"
    return response
