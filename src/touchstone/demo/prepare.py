"""What a demo needs before it can be served: a migrated database, the cache table, the invented world."""

from __future__ import annotations

from collections.abc import Callable

import django

from touchstone.demo import NotADemo


def prepare(*, say: Callable[[str], None]) -> None:
    """Bring the database of the current settings up to date; the second time takes a second. Raises NotADemo."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from touchstone.demo.world import load

    if not settings.DEMO:
        raise NotADemo
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load(say=say)
