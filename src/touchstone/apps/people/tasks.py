"""Work done beside the pages."""

from __future__ import annotations

from django_tasks import task

from touchstone.apps.people import services


@task()
def drop_old_held_forms() -> int:
    return services.drop_old_held_forms()
