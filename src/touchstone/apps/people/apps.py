from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "touchstone.apps.people"
    label = "people"

    def ready(self) -> None:
        post_migrate.connect(make_shared_cache, sender=self, dispatch_uid="people.shared_cache")


def make_shared_cache(*, using: str = "default", **_: Any) -> None:
    """The table in which rate limits count across processes. ``migrate`` makes it, so nobody has to remember to."""
    call_command("createcachetable", database=using, verbosity=0)
