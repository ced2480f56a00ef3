"""Slow work after a release. It calls services, and may run twice without harm."""

from __future__ import annotations

from django_tasks import task

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.results.models import Result
from touchstone.apps.results.services import keep_statement


@task()
def render_statement(result_id: str) -> None:
    """Render the statement of a released result and keep it, unless that has been done."""
    keep_statement(who=SYSTEM, result=Result.objects.get(pk=result_id))
