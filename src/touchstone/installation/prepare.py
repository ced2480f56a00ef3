"""Bringing an installation up to the version that is installed: folders, tables, what pages load. Safe to do again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from touchstone.apps.records.refusal import Refused
from touchstone.installation.applied import newer, waiting


def prepare(*, say: Callable[[str], None]) -> None:
    """Do what is missing and say what was done. Raises Refused for a database of a newer version; OSError."""
    if ahead := newer():
        raise Refused(f"{ahead} Nothing was changed.")
    make_folders()
    steps = waiting()
    call_command("migrate", verbosity=0)
    say(f"The database is up to date: {len(steps)} changes." if steps else "The database was up to date.")
    if _collects():
        call_command("collectstatic", verbosity=0, interactive=False)
        say(f"What pages load is in {settings.STATIC_ROOT}.")
    else:
        say("The front end is not built, so pages have no style: `make install` builds it.")


def make_folders() -> None:
    """The data folder, which nobody else reads, and those in it."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (settings.MEDIA_ROOT, settings.TEXTS):
        Path(path).mkdir(parents=True, exist_ok=True)


def _collects() -> bool:
    return any(any(Path(folder).glob("*.css")) for folder in settings.STATICFILES_DIRS)
