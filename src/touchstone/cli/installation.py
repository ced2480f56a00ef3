"""For commands that work on an installation: its settings loaded, and what stands in the way said in one line."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

DATABASE_SECONDS = 3


class NotReady(Exception):
    """This installation cannot be worked on. The text is one line that says why; ``code`` is to be the exit code."""

    def __init__(self, said: str, code: int = 2) -> None:
        super().__init__(said)
        self.code = code


def name_settings(default: str = "production") -> None:
    """Read the settings that DJANGO_SETTINGS_MODULE names, else those of ``default``. Raises NotReady."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"touchstone.config.settings.{default}")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.DEMO  # the first that is asked for reads them all
    except ImproperlyConfigured as error:
        raise NotReady(f"touchstone: {error}") from None
    except Exception as error:
        raise _not_loaded("the settings", error) from error


def _not_loaded(what: str, error: Exception) -> NotReady:
    from touchstone.installation.loading import not_loaded

    return NotReady(f"touchstone: {not_loaded(what, error)}", code=1)


@contextmanager
def installation(*, whole: bool = False) -> Iterator[None]:
    """With the apps loaded, or the ``whole`` code, pages and worker; what the database refuses inside is raised as
    NotReady."""
    name_settings()
    import django
    from django.db import Error, ProgrammingError

    from touchstone.installation.loading import load

    try:
        django.setup()
    except Exception as error:
        raise _not_loaded("the apps", error) from error
    if whole and (fault := load()):
        raise NotReady(f"touchstone: {fault}", code=1)
    try:
        yield
    except Error as error:
        said = " ".join(str(error).split())
        if isinstance(error, ProgrammingError) or "no such table" in said:
            said += "; has `touchstone prepare` been run?"
        raise NotReady(f"touchstone: the database: {said}") from None


def unfit_database() -> str:
    """Why this version cannot work with the database, in one line; empty when it can, or does not answer: that passes.

    Asked for no longer than ``DATABASE_SECONDS``.
    """
    said: list[str] = []
    asking = threading.Thread(target=_ask, args=[said], daemon=True)
    asking.start()
    asking.join(DATABASE_SECONDS)
    return said[0] if said else ""


def _ask(said: list[str]) -> None:
    from django.db import Error, connection

    from touchstone.installation.applied import unfit

    with suppress(Error):
        try:
            said.append(unfit())
        finally:
            connection.close()


def data_trouble() -> str:
    """Why the data folder cannot be written, in one line; empty when it can. A full disk may still be read from."""
    from django.conf import settings

    try:
        tempfile.TemporaryFile(dir=settings.DATA).close()
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return f"touchstone: the data folder {settings.DATA} cannot be written: {(error.strerror or '').lower()}"
    return ""
