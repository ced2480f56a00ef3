"""A task as every task must be: done once however often it runs."""

from __future__ import annotations

import time
import uuid

from django_tasks import task

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry

VERB = "fault.done"


@task()
def leave_a_mark(id: str) -> None:
    """Slow enough to be killed in the middle."""
    one = Organisation(pk=uuid.UUID(id))
    if not LogEntry.objects.filter(subject=id, verb=VERB).exists():
        time.sleep(0.03)
        log(VERB, who=SYSTEM, on=one)
        time.sleep(0.03)
