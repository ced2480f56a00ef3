"""A worker says that it is there; what a dead one was at is taken up again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.upkeep.models import Worker
from touchstone.apps.upkeep.services.tasks import hand_back, running


@transaction.atomic
def begin(*, name: str) -> int:
    """A worker starts. What runs under its name was left by one that died: that goes back at once. How many tasks."""
    now = timezone.now()
    Worker.objects.update_or_create(name=name, defaults={"started_at": now, "seen_at": now})
    return hand_back(row for row in running() if row.worker_ids[-1] == name)


def report(*, name: str) -> None:
    """It is still there. Not logged: it says nothing about a person or a thing."""
    now = timezone.now()
    if not Worker.objects.filter(name=name).update(seen_at=now):  # was taken for dead meanwhile
        Worker.objects.get_or_create(name=name, defaults={"started_at": now, "seen_at": now})


@transaction.atomic
def end(*, name: str) -> int:
    """A worker goes in order. What it had to leave unfinished goes back at once. How many tasks."""
    Worker.objects.filter(name=name).delete()
    return hand_back(row for row in running() if row.worker_ids[-1] == name)
