"""``python -m bench.log_cost``: what an entry in the log costs a write, with 1, 4 and 16 writers, on both databases.

A write is one row in a transaction of its own; the same is measured with an entry of the log in that transaction.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
import uuid

from bench.both import on_both

SECONDS = 4.0
WRITERS = (1, 4, 16)
HEAD = "| writers | a write | with its entry | entries a second | p50 | p95 | longest |"


def main(words: list[str]) -> int:
    if words != ["here"]:
        return on_both("bench.log_cost", ())
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    print(HEAD)
    print("|---" * HEAD.count(" |") + "|")
    for writers in WRITERS:
        _measure("as installed", writers)
    if connection.vendor == "sqlite":
        print("With PRAGMA synchronous = FULL:")
        for writers in WRITERS:
            _measure("FULL", writers)
    from touchstone.apps.records.verify import verify

    print("The chain is whole." if not verify() else "THE CHAIN IS NOT WHOLE.")
    return 0


def _measure(synchronous: str, writers: int) -> None:
    bare, logged = (_run(synchronous, writers, entry) for entry in (False, True))
    took = sorted(logged)
    print(
        f"| {writers} | {statistics.median(bare) * 1000:.2f} ms | {statistics.median(logged) * 1000:.2f} ms | "
        f"{len(took) / SECONDS:.0f} | {took[len(took) // 2] * 1000:.2f} ms | "
        f"{took[int(len(took) * 0.95)] * 1000:.2f} ms | {took[-1] * 1000:.0f} ms |",
        flush=True,
    )


def _run(synchronous: str, writers: int, entry: bool) -> list[float]:
    """The seconds each write took, of all writers together."""
    spawn = multiprocessing.get_context("spawn")
    start = time.time() + 2 + writers / 4
    with spawn.Pool(writers) as pool:
        each = pool.starmap(_write, [(synchronous, entry, start)] * writers, chunksize=1)
    return [seconds for one in each for seconds in one]


def _write(synchronous: str, entry: bool, start: float) -> list[float]:
    import django

    django.setup()
    from django.contrib.sessions.models import Session
    from django.db import connection, transaction
    from django.utils import timezone

    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.models import Organisation
    from touchstone.apps.records.log import log

    connection.ensure_connection()
    if synchronous == "FULL":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")
    thing, took = Organisation(pk=uuid.uuid4()), []
    time.sleep(max(0.0, start - time.time()))
    while time.time() < start + SECONDS:
        began = time.perf_counter()
        with transaction.atomic():
            Session.objects.create(session_key=uuid.uuid4().hex, session_data="x" * 200, expire_date=timezone.now())
            if entry:
                log("bench.written", who=SYSTEM, on=thing, details={"version": 1}, personal={"title": "x" * 60})
        took.append(time.perf_counter() - began)
    return took


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.config.settings.production")
    sys.exit(main(sys.argv[1:]))
