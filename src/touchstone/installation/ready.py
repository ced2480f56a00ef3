"""What an installation still lacks, in words."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from touchstone.apps.people.models import Invitation, Membership
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.clamd import ping
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.triggers import KEPT, TABLES
from touchstone.apps.upkeep.queries import alive
from touchstone.installation.applied import unfit

CLOCK_SECONDS = 60  # this machine's clock and the database's may differ by so much


@dataclass(frozen=True)
class Lack:
    """``must``: the service is not fit for people before it is mended. Else good to know."""

    says: str
    must: bool = True


def lacks() -> Iterator[Lack]:
    """Everything that was found, the foundations first: what stands on one that is missing is not asked."""
    folder, database = list(_data_folder()), list(_database())
    yield from folder + database
    if not database:
        for look in (_guards, _clock, _owner, _workers):
            yield from look()
    if not any(lack.must for lack in folder):
        yield from _storage()
    for look in (_scanner, _static, _mail, _settings):
        yield from look()


def _data_folder() -> Iterator[Lack]:
    data = Path(settings.DATA)
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        yield Lack(f"The data folder {data} cannot be written: {(error.strerror or str(error)).lower()}.")
    else:
        if data.stat().st_mode & 0o007:
            yield Lack(f"The data folder {data} is open to every account of this machine: chmod o= {data}", must=False)


def _database() -> Iterator[Lack]:
    try:
        if why := unfit():
            yield Lack(why)
    except DatabaseError as error:
        yield Lack(f"The database does not answer: {' '.join(str(error).split())}")


def _guards() -> Iterator[Lack]:
    names = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master"
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {row[0] for row in cursor.fetchall()}
    wanted = {f"{table}_no_update" for table in TABLES} | {f"{table}_no_delete" for table in KEPT}
    if not wanted <= there:
        yield Lack("The database does not refuse changes of the log: run `touchstone prepare` to put the guards back.")


def _clock() -> Iterator[Lack]:
    now = timezone.now()
    newest = LogEntry.objects.order_by("-number").values_list("at", flat=True).first()
    if newest and (newest - now).total_seconds() > CLOCK_SECONDS:
        yield Lack(f"The clock of this machine is behind: the log's newest entry is of {newest:%-d %B %Y, %H:%M} UTC.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if apart > CLOCK_SECONDS:
            yield Lack(f"The clocks of this machine and of the database differ by {apart:.0f} seconds.")


def _owner() -> Iterator[Lack]:
    today = timezone.localdate()
    current = Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))
    if Membership.objects.filter(current, role=Role.OWNER, person__is_active=True).exists():
        return
    open_ones = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, ends_at__gt=timezone.now())
    if any(Role.OWNER in roles for roles in open_ones.values_list("roles", flat=True)):
        yield Lack("The first owner is invited and has not come yet.", must=False)
    else:
        yield Lack("No organisation has an owner, so nobody can invite anybody: run `touchstone owner`.")


def _workers() -> Iterator[Lack]:
    if not alive().exists():
        yield Lack("No worker runs: mails wait and no statement is made until `touchstone serve` or `work` does.")


def _storage() -> Iterator[Lack]:
    try:
        _ = storages["default"]
    except Exception as error:  # its module may fail with anything
        yield Lack(f"TOUCHSTONE_STORAGE cannot be loaded: {_words(error)}")
        return
    key = f"check-{uuid.uuid4()}"
    yield from _tried("The storage of files does not take, give and delete a file", lambda: _write_read_delete(key))


def _write_read_delete(key: str) -> None:
    saved = default_storage.save(key, ContentFile(b"check", name=key))
    try:
        with default_storage.open(saved, "rb") as file:
            if file.read() != b"check":
                raise OSError("it gives back something else")
    finally:
        default_storage.delete(saved)


def _scanner() -> Iterator[Lack]:
    if settings.CLAMAV:
        yield from _tried(f"The virus scanner {settings.CLAMAV} does not answer", ping)


def _static() -> Iterator[Lack]:
    try:
        there = staticfiles_storage.exists("touchstone.css")
    except (OSError, ValueError):
        there = False
    if not there:
        yield Lack("What pages load has not been collected: run `make install`, then `touchstone prepare`.")


def _mail() -> Iterator[Lack]:
    yield from _tried(f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer", _knock)


def _knock() -> None:
    mail = get_connection()
    try:
        mail.open()
    finally:
        mail.close()


def _settings() -> Iterator[Lack]:
    for name in sorted(name for name in os.environ if name.startswith("TOUCHSTONE_")):
        if name not in settings.ENVIRONMENT_NAMES:
            meant = get_close_matches(name, settings.ENVIRONMENT_NAMES, 1, 0)[0]
            yield Lack(f"{name} is set, and is no setting, so nothing reads it. Is {meant} meant?", must=False)
    if settings.SECOND_FACTOR == "nobody":
        yield Lack("Nobody needs a second factor here (TOUCHSTONE_SECOND_FACTOR).", must=False)


def _tried(words: str, act: Callable[[], None]) -> Iterator[Lack]:
    try:
        act()
    except Exception as error:  # each backend has failures of its own: whatever it is, it is told
        yield Lack(f"{words}: {_words(error)}")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
