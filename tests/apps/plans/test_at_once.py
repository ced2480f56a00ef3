"""Two administrators at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.apps.plans.making import abel, ada, checked, drafted, now
from tests.cast import gather
from touchstone.apps.people.actor import Actor

RULES = ("gateway.photo-id", "gateway.portfolio", "gateway.mapping-form", "gateway.employer")


@pytest.mark.usefixtures("transactional_db")
def test_rules_checked_at_the_same_moment_are_all_kept() -> None:
    cast = gather()
    adoption = drafted(cast)
    ready, failures = threading.Barrier(2), []

    def check(who: Actor, rules: tuple[str, ...]) -> None:
        try:
            ready.wait(10)
            for rule in rules:
                checked(who, adoption, rule)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    halves = [(ada(cast), RULES[:2]), (abel(cast), RULES[2:])]
    threads = [threading.Thread(target=check, args=half) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    marks = {rule.id: rule.checked for rule in now(adoption).rules if rule.checked}
    assert {name: mark.by for name, mark in marks.items()} == {
        **dict.fromkeys(RULES[:2], cast.ada.name),
        **dict.fromkeys(RULES[2:], cast.abel.name),
    }
