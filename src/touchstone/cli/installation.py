"""For commands that work on an installation: its settings loaded, and what stands in the way said in one line."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


class NotReady(Exception):
    """This installation cannot be worked on. The text is one line that says why."""


def name_settings(default: str = "production") -> None:
    """Read the settings that DJANGO_SETTINGS_MODULE names, else those of ``default``. Raises NotReady."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"touchstone.config.settings.{default}")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.DEMO  # the first that is asked for reads them all
    except ImproperlyConfigured as error:
        raise NotReady(f"touchstone: {error}") from None


@contextmanager
def installation() -> Iterator[None]:
    """With everything loaded; what the database refuses inside is raised as NotReady."""
    name_settings()
    import django
    from django.db import Error, ProgrammingError

    django.setup()
    try:
        yield
    except Error as error:
        said = " ".join(str(error).split())
        if isinstance(error, ProgrammingError) or "no such table" in said:
            said += "; has `touchstone prepare` been run?"
        raise NotReady(f"touchstone: the database: {said}") from None


def data_trouble() -> str:
    """Why the data folder cannot be written, in one line; empty when it can. A full disk may still be read from."""
    from django.conf import settings

    try:
        tempfile.TemporaryFile(dir=settings.DATA).close()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return f"touchstone: the data folder {settings.DATA} cannot be written: {(error.strerror or '').lower()}"
    return ""
