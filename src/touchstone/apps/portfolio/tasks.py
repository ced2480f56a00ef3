"""Work done beside the pages."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.portfolio import services

KEPT_FOR = dt.timedelta(days=2)  # a form somebody leaves open over night still finds its files


@task()
def drop_unattached_files() -> int:
    """Safe to run at any time and any number of times."""
    return services.drop_unattached(who=SYSTEM, before=timezone.now() - KEPT_FOR)
