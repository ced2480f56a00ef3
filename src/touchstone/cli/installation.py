"""For commands that work on an installation: its settings loaded, and what stands in the way said in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


class NotReady(Exception):
    """This installation cannot be worked on. The text is one line that says why."""


def load_settings(default: str = "production") -> None:
    """Load the settings that DJANGO_SETTINGS_MODULE names, else those of ``default``. Raises NotReady."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"touchstone.config.settings.{default}")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise NotReady(f"touchstone: {error}") from None


@contextmanager
def installation() -> Iterator[None]:
    """With the settings loaded; what the database refuses inside is raised as NotReady."""
    load_settings()
    from django.db import Error, ProgrammingError

    try:
        yield
    except Error as error:
        said = " ".join(str(error).split())
        if isinstance(error, ProgrammingError) or "no such table" in said:
            said += "; has `manage.py migrate` been run?"
        raise NotReady(f"touchstone: the database: {said}") from None
