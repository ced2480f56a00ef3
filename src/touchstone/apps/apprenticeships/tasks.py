"""Slow work: enrolling the apprentices of a table. It may run twice without harm."""

from __future__ import annotations

import uuid

from django_tasks import task

from touchstone.apps.apprenticeships.services import carry_on

SLICE_SECONDS = 10  # then whatever else waits for the worker has its turn


@task()
def run_import(import_id: str) -> None:
    """Enrol for some seconds, and leave the rest to another task."""
    if carry_on(id=uuid.UUID(import_id), seconds=SLICE_SECONDS):
        run_import.enqueue(import_id)
