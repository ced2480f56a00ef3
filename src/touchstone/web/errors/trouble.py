"""What it is when nothing of ours is wrong, but the database or the disk does not answer."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError


class Trouble(Enum):
    AWAY = "away"  # the database cannot be reached, or is held by something else
    FULL = "full"  # it can be read, and takes nothing more: a full disk, or one that is read-only


FULL: tuple[str, ...] = ("SQLITE_FULL", "SQLITE_READONLY", "53100", "25006")  # as the drivers call it
# Locked, not to be opened, not to be read; connection lost, out of resources, shutting down, deadlock, disk error.
AWAY: tuple[str, ...] = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PROTOCOL")
AWAY += ("08", "53", "57", "40", "55P03", "58")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble behind ``error``, wherever in its chain. None for a fault of ours, like a missing table."""
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in NO_ROOM:
            return Trouble.FULL
        if isinstance(one, InterfaceError):
            return Trouble.AWAY
        if isinstance(one, DatabaseError):
            found = _of_database(one)
            if found:
                return found
    return None


def _of_database(error: DatabaseError) -> Trouble | None:
    driver = error.__cause__
    code = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None) or ""
    if code.startswith(FULL):
        return Trouble.FULL
    connection_failed = isinstance(error, OperationalError) and not code
    return Trouble.AWAY if connection_failed or code.startswith(AWAY) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
