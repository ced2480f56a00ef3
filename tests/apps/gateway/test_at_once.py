"""Two administrators at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.apps.gateway.making import abel, ada, newest, prepared, submitted, tom
from tests.cast import as_actor, gather
from touchstone.apps.gateway import services
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
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


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_submit_at_once_one_has_submitted_and_nobody_is_refused() -> None:
    cast = gather()
    gateway = prepared(cast)
    ready, by = threading.Barrier(2), []

    def submit(who: Actor) -> None:
        try:
            ready.wait(10)
            by.append(services.submit(who=who, gateway=gateway, version=gateway.version).submitted_by_id)
        finally:
            connection.close()

    colleague = as_actor(cast.quentin, Role.TUTOR)
    threads = [threading.Thread(target=submit, args=[who]) for who in (tom(cast), colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(by) == 2
    assert len(set(by)) == 1
    assert LogEntry.objects.filter(verb="gateway.submitted").count() == 1
