"""Two administrators at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.apps.gateway.making import abel, ada, newest, submitted
from tests.cast import gather
from touchstone.apps.gateway import services
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Stale


@pytest.mark.usefixtures("transactional_db")
def test_one_decides_and_the_other_is_told() -> None:
    cast = gather()
    gateway = submitted(cast)
    ready, outcomes = threading.Barrier(2), []

    def confirm(who: Actor) -> None:
        try:
            ready.wait(10)
            services.confirm(who=who, gateway=gateway, version=gateway.version)
            outcomes.append("confirmed")
        except Stale:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[who]) for who in (ada(cast), abel(cast))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["confirmed", "told"]
    assert newest(gateway.apprenticeship).state == "confirmed"
    assert LogEntry.objects.filter(verb="gateway.confirmed").count() == 1
