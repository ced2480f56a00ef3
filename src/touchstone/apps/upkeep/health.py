"""Whether this installation is well, found out at most every few seconds a process, whoever asks and however often.

A thread of its own looks, with a connection of its own; whoever asks waits for it no longer than ``WAIT_SECONDS``. So a
database that hangs is an answer as well, and nobody can use the question to make work.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import InvalidStorageError, default_storage
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from touchstone.apps.portfolio.clamd import Down, ping
from touchstone.apps.post.queries import stuck
from touchstone.apps.upkeep.queries import alive, jobs

logger = logging.getLogger(__name__)

WAIT_SECONDS = 2.5
FRESH_SECONDS = 5
HUNG_SECONDS = 30  # then another thread looks: the first may wait for an answer that will never come
STORAGE_SECONDS = 60
MAIL_LATE = dt.timedelta(minutes=10)
MINUTE_LATE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``says`` is for anybody to read: it names no address, no person and no error's text."""

    name: str
    well: bool
    says: str


class _Looking(threading.Thread):
    """``found`` grows while it looks."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.since = time.monotonic()
        self.found: list[Finding] = []

    def run(self) -> None:
        try:
            for finding in look():
                self.found.append(finding)
        finally:
            connections.close_all()

    @property
    def age(self) -> float:
        return time.monotonic() - self.since


_lock = threading.Lock()
_latest: _Looking | None = None
_storage: tuple[float, Finding] | None = None


def health() -> list[Finding]:
    """Every finding, in the order of ``CHECKS``. What gives no answer in time is not well."""
    global _latest
    with _lock:
        if _latest is None or _latest.age > (HUNG_SECONDS if _latest.is_alive() else FRESH_SECONDS):
            _latest = _Looking()
            _latest.start()
        looking = _latest
    looking.join(max(0.0, WAIT_SECONDS - looking.age))
    found = {finding.name: finding for finding in list(looking.found)}
    return [found.get(name, Finding(name, False, "gave no answer in time")) for name in CHECKS]


def look() -> Iterator[Finding]:
    """Look at everything now. Raises nothing: what fails is not well, and its error goes to the log of the process."""
    lacking = ""
    for name, check in CHECKS.items():
        finding = Finding(name, False, lacking) if lacking and name in ON_TABLES else _looked_at(name, check)
        if not finding.well and name in FOUNDATIONS:
            lacking = lacking or FOUNDATIONS[name]
        yield finding


def _looked_at(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Error as error:  # what the database says is enough: where it was asked is no matter
        logger.error("The health check “%s” failed: %s", name, " ".join(str(error).split()))
    except Exception:
        logger.exception("The health check “%s” failed", name)
    return Finding(name, False, "failed; the log of the process says why")


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Finding("database", True, "answers")


def _migrations() -> Finding:
    applied, known = set(MigrationRecorder(connection).applied_migrations()), _known_migrations()
    missing = len(known - applied)
    ahead = len({(app, name) for app, name in applied - known if app in {app for app, _ in known}})
    if missing:
        return Finding("migrations", False, f"{missing} still to be applied: run `touchstone prepare`")
    if ahead:
        return Finding("migrations", False, "the database was made by a newer version than this")
    return Finding("migrations", True, "up to date")


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())


def _workers() -> Finding:
    number = alive().count()
    return Finding("workers", bool(number), f"{number} seen in the last minute")


def _mail() -> Finding:
    number = stuck(since=timezone.now() - MAIL_LATE).count()
    minutes = int(MAIL_LATE.total_seconds() / 60)
    return Finding(
        "mail", not number, f"{number} messages could not be handed to the mail server for {minutes} minutes"
    )


def _minute() -> Finding:
    held = list(jobs())
    last = max((job.ran_at for job in held if job.ran_at), default=None)
    if last is None or timezone.now() - last > MINUTE_LATE:
        return Finding("minute", False, "what is due every minute has not been done lately")
    failing = [job.name for job in held if job.trouble]
    return Finding("minute", not failing, f"failing: {', '.join(failing)}" if failing else "done lately")


def _files() -> Finding:
    """Written to and cleared at most once a minute: a write a question would be work for anybody to make."""
    global _storage
    if _storage is None or time.monotonic() - _storage[0] > STORAGE_SECONDS:
        _storage = (time.monotonic(), _written())
    return _storage[1]


def _written() -> Finding:
    try:
        name = default_storage.save(f"health/{uuid.uuid4()}", ContentFile(b"well"))
        default_storage.delete(name)
    except (InvalidStorageError, ImproperlyConfigured) as error:
        logger.error("The class TOUCHSTONE_STORAGE names cannot be loaded: %s", error)
        return Finding("files", False, "the class of the storage cannot be loaded")
    except Exception:
        logger.exception("Storage cannot be written")
        return Finding("files", False, "storage cannot be written")
    return Finding("files", True, "storage can be written")


def _scanner() -> Finding:
    if not settings.CLAMAV:
        return Finding("scanner", True, "none is set up")
    try:
        ping()
    except Down as error:
        logger.error("The virus scanner does not answer: %s", error)
        return Finding("scanner", False, "the virus scanner does not answer")
    return Finding("scanner", True, "answers")


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": _database,
    "migrations": _migrations,
    "workers": _workers,
    "mail": _mail,
    "minute": _minute,
    "files": _files,
    "scanner": _scanner,
}
# What cannot be asked of a database that is away, or is not of this version; and what those that stand on it say then.
ON_TABLES = {"migrations", "workers", "mail", "minute"}
FOUNDATIONS = {
    "database": "cannot be asked without the database",
    "migrations": "cannot be asked while the database is of another version",
}
