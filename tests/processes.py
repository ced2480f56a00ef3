"""``touchstone`` commands beside a test, on the test's own database (the test uses ``transactional_db``)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "touchstone.cli", *words],
        cwd=ROOT,
        env=_environment(**environment),
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )


@contextmanager
def running(*words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that goes on until the test is over with it; then it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "touchstone.cli", *words], cwd=ROOT, env=_environment(**environment)
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(30)


def until(true: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until something holds. It fails when it never does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def _environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
        "TOUCHSTONE_SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
        "TOUCHSTONE_HOSTS": "touchstone.example",
        "TOUCHSTONE_DATA": str(settings.DATA),
        "TOUCHSTONE_DATABASE": _database(),
        **more,
    }


def _database() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:{known['NAME']}"
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**{name: str(known[key]) for name, key in parts.items() if known.get(key)})
