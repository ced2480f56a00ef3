"""The database: SQLite in the data folder, or the PostgreSQL that TOUCHSTONE_DATABASE names."""

from __future__ import annotations

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from touchstone.config.settings.paths import DATA

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
    "PRAGMA recursive_triggers=ON;",
}

# A server that does not answer is given up, so that a page can say so: seconds to connect, milliseconds for a packet.
PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 8000}

# At most, of each process. Four web processes and the worker stay below the hundred PostgreSQL takes by default.
# A page waits so many seconds for one to be free, then says that the database does not answer.
POOL = {"min_size": 1, "max_size": 16, "timeout": 8}


def database(url: str | None) -> dict[str, Any]:
    """A DATABASES entry. ``url``: None for SQLite in the data folder, else ``sqlite:PATH`` or what libpq takes: a
    PostgreSQL URI or ``key=value`` words."""
    if not url or url.startswith("sqlite:"):
        name = url.removeprefix("sqlite:") if url else str(DATA / "touchstone.sqlite3")
        if not name.startswith("/") and name != ":memory:":
            raise _wrong()
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": None,  # opening the file for each request would cost as much as a small page
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise _wrong() from None
    # Connections are shared by the threads of a process, of which there are many more than PostgreSQL takes; each is
    # asked whether it lives before a request uses it, for the server may have been started again since.
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,  # after a request, back to the others
        "CONN_HEALTH_CHECKS": True,
    }
    for key, django_key in {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }.items():
        if parts.get(key) is not None:
            entry[django_key] = str(parts.pop(key))
    entry["OPTIONS"] = {**PATIENCE, **parts, "pool": POOL}
    return entry


def _wrong() -> ImproperlyConfigured:
    """The value is not said again: there may be a password in it."""
    return ImproperlyConfigured(
        "TOUCHSTONE_DATABASE must be postgresql://user:password@host/name, or sqlite:/the/full/path."
    )


DATABASES = {"default": database(os.environ.get("TOUCHSTONE_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count across processes: the cache must be shared.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django would throw a third away beyond 300: whoever makes many attempts could have their own forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
