"""One database of one size: filled, served, measured. ``python -m bench.measuring N`` prints one line of JSON.

The database and the data folder come from the environment, as for the server. What the figures are is said in
``bench.report``.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from subprocess import Popen
from typing import Any

from bench.client import Job, Outcome, run
from bench.server import ENVIRONMENT, busy, memory, serving
from bench.weight import weight

ALONE_SECONDS, ALONE_MOST, CROWD, CROWD_SECONDS = 3.0, 300, 4, 3.0
WARM_UP = 40  # requests nobody counts


def main(count: int) -> dict[str, Any]:
    """Everything measured at this size, as plain data."""
    import django

    django.setup()
    began = time.monotonic()
    filled_in = _fill(count)
    from django.db import connection

    from bench.pages import Visitor, pages

    ready = []
    for page in pages(count):
        visitor = Visitor(page.who)
        requests = [
            visitor.read(address) if page.sends is None else visitor.send(address, page.sends)
            for address in page.addresses
        ]
        ready.append((page, requests, _queries(visitor, requests[0]), _floor(page.sql)))
    connection.close()
    rows = []
    with serving() as (port, process), ProcessPoolExecutor(CROWD, mp_context=get_context("spawn")) as clients:
        for page, requests, queries, floor in ready:
            rows.append(
                {"page": page.name, "queries": queries, "floor": floor, **_measure(clients, port, process, requests)}
            )
        peak, share = memory(process)
        weights = _weights(port, {page.name: requests[0] for page, requests, *_ in ready if page.sends is None})
    return {
        "count": count,
        "rows": rows,
        "filled_seconds": filled_in,
        "seconds": time.monotonic() - began,
        "peak_mb": peak,
        "share_mb": share,
        "weights": weights,
        "load": os.getloadavg()[0],
    }


def _fill(count: int) -> float:
    """Seconds it took; 0 where the database was there already."""
    from django.core.management import call_command

    from bench.filling import fill
    from touchstone.apps.apprenticeships.models import Apprenticeship

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if Apprenticeship.objects.exists():
        return 0.0
    began = time.monotonic()
    fill(count)
    return time.monotonic() - began


def _queries(visitor: Any, request: bytes) -> int:
    """Statements of one request, without the marks of transactions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visitor.once(request)
    with CaptureQueriesContext(connection) as captured:
        visitor.once(request)
    return sum(not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK", one["sql"]) for one in captured)


def _floor(sql: tuple[str, Sequence[Any]]) -> float:
    """Milliseconds of the plain statement, its rows fetched: the median of a hundred."""
    from django.db import connection

    took = []
    with connection.cursor() as cursor:
        for _ in range(100):
            before = time.perf_counter()
            cursor.execute(*sql)
            cursor.fetchall()
            took.append(time.perf_counter() - before)
    return statistics.median(took) * 1000


def _measure(clients: ProcessPoolExecutor, port: int, process: Popen[bytes], requests: list[bytes]) -> dict[str, Any]:
    """Milliseconds with one client, requests a second with four, what each costs, bytes of an answer."""
    soon = time.monotonic() + 0.05
    list(clients.map(run, [Job(port, requests, soon, 10, WARM_UP // CROWD)] * CROWD))
    alone = clients.submit(run, Job(port, requests, time.monotonic() + 0.05, ALONE_SECONDS, ALONE_MOST)).result()
    soon, before = time.monotonic() + 0.05, busy(process)
    crowd = list(clients.map(run, [Job(port, requests, soon, CROWD_SECONDS)] * CROWD))
    worked = busy(process) - before
    for outcome in (alone, *crowd):
        _all_well(outcome)
    answered = sum(len(one.took) for one in crowd)
    took = sorted(alone.took)
    return {
        "p50": statistics.median(took) * 1000,
        "p95": took[int(len(took) * 0.95)] * 1000,
        "a_second": sum(len(one.took) / one.elapsed for one in crowd),
        "server_ms": worked / answered * 1000,
        "client_ms": sum(one.cpu for one in crowd) / answered * 1000,
        "bytes": alone.head + alone.body,
    }


def _all_well(outcome: Outcome) -> None:
    if set(outcome.statuses) - {200, 302}:
        raise RuntimeError(f"Not every answer was a page: {dict(outcome.statuses)}")


def _weights(port: int, requests: dict[str, bytes]) -> dict[str, int]:
    """Bytes of each page with everything it loads, compressed, heads included, as a browser that has nothing yet."""
    return {name: weight(port, request) for name, request in requests.items()}


if __name__ == "__main__":
    os.environ.update(ENVIRONMENT)
    print(json.dumps(main(int(sys.argv[1]))))
