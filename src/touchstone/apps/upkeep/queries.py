"""Reads of the clockwork: who works, what waits, what goes wrong."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from touchstone.apps.upkeep.models import Job, Worker

SILENT = dt.timedelta(seconds=60)  # a worker that says nothing for so long is taken for dead


def alive() -> QuerySet[Worker]:
    """The workers that were seen lately. One seen in the future was seen before the clock was set back."""
    now = timezone.now()
    return Worker.objects.filter(seen_at__range=(now - SILENT, now + SILENT)).order_by("name")


def silent() -> QuerySet[Worker]:
    """The others: dead, or as good as."""
    now = timezone.now()
    return Worker.objects.exclude(seen_at__range=(now - SILENT, now + SILENT))


def jobs() -> QuerySet[Job]:
    return Job.objects.order_by("name")


def tasks_by_state() -> dict[str, int]:
    """State in lower case -> how many tasks are in it."""
    counted = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    return {state.lower(): number for state, number in counted}
