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
from multiprocessing.synchronize import Barrier

from bench.both import on_both

SECONDS = 4.0
WRITERS = (1, 4, 16)
HEAD = "| writers | a write | with its entry | entries a second | p95 | longest | given up |"
_TOGETHER: list[Barrier] = []


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
    (bare, _), (logged, refused) = (_run(synchronous, writers, entry) for entry in (False, True))
    took = sorted(logged)
    print(
        f"| {writers} | {statistics.median(bare) * 1000:.2f} ms | {statistics.median(took) * 1000:.2f} ms | "
        f"{len(took) / SECONDS:.0f} | {took[int(len(took) * 0.95)] * 1000:.2f} ms | {took[-1] * 1000:.0f} ms | "
        f"{refused} |",
        flush=True,
    )


def _run(synchronous: str, writers: int, entry: bool) -> tuple[list[float], int]:
    """The seconds each write took, of all writers together; how many gave up after waiting their five seconds."""
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(writers)
    with spawn.Pool(writers, _remember, (together,)) as pool:
        each = pool.starmap(_write, [(synchronous, entry)] * writers, chunksize=1)
    return [seconds for one, _ in each for seconds in one], sum(refused for _, refused in each)


def _remember(together: Barrier) -> None:
    """In a writer's process: what it starts by."""
    _TOGETHER.append(together)


def _write(synchronous: str, entry: bool) -> tuple[list[float], int]:
    import django

    django.setup()
    from django.contrib.sessions.models import Session
    from django.db import OperationalError, connection, transaction
    from django.utils import timezone

    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.models import Organisation
    from touchstone.apps.records.log import log

    connection.ensure_connection()
    if synchronous == "FULL":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")
    thing, took, refused = Organisation(pk=uuid.uuid4()), [], 0
    _TOGETHER[0].wait(120)
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.perf_counter()
        try:
            with transaction.atomic():
                Session.objects.create(session_key=uuid.uuid4().hex, session_data="x", expire_date=timezone.now())
                if entry:
                    log("bench.written", who=SYSTEM, on=thing, details={"version": 1}, personal={"title": "x" * 60})
        except OperationalError:
            refused += 1
        else:
            took.append(time.perf_counter() - began)
    return took, refused


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.config.settings.production")
    sys.exit(main(sys.argv[1:]))
