"""Slow work: checking and importing a portfolio from another system. It may run twice without harm."""

from __future__ import annotations

import uuid

from django_tasks import task

from touchstone.apps.portfolio.services.importing import carry_on_portfolio_import

SLICE_SECONDS = 10  # then whatever else waits for the worker has its turn


@task()
def run_portfolio_import(import_id: str) -> None:
    """Work on it for some seconds, and leave the rest to another task."""
    if carry_on_portfolio_import(id=uuid.UUID(import_id), seconds=SLICE_SECONDS):
        run_portfolio_import.enqueue(import_id)
