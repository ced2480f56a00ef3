"""Several people acting at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from touchstone.apps.records.refusal import Refused, Stale


def at_once(*acts: Callable[[], object]) -> list[Refused | Stale]:
    """Start all acts together (the test uses ``transactional_db``). What was refused; any other failure is raised."""
    together = threading.Barrier(len(acts))
    refused: list[Refused | Stale] = []
    failures: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        try:
            together.wait(10)
            act()
        except (Refused, Stale) as said_no:
            refused.append(said_no)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    return refused
