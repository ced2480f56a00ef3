"""Many writers at once make one chain."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.verify import verify

WRITERS, EACH = 4, 15


@pytest.mark.usefixtures("transactional_db")
def test_many_writers_do_not_fork_the_chain() -> None:
    """Also the very first: whoever comes first makes the head of the chain."""
    harbour = Organisation(kind=OrganisationKind.EMPLOYER, name="Harbour Care")
    ready, failures = threading.Barrier(WRITERS), []

    def write(number: int) -> None:
        try:
            ready.wait(10)
            for _ in range(EACH):
                log("note.kept", who=SYSTEM, on=harbour, details={"writer": number}, personal={"text": "x"})
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert LogEntry.objects.count() == WRITERS * EACH
    assert verify() == []
