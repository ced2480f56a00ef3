"""The access table: default deny, and every answer comes with its reason."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, as_actor
from touchstone.apps.people import access, services
from touchstone.apps.people.access import Action, allows
from touchstone.apps.people.actor import NOBODY, SYSTEM, actor_for
from touchstone.apps.people.models import Membership
from touchstone.apps.people.roles import Role

ROWS = {
    row.name: row
    for row in (
        Action("leaflet.read", "read the leaflet", audience="everyone"),
        Action("diary.keep", "keep a diary", audience="signed-in"),
        Action("essay.mark", "mark the essay", roles=frozenset({Role.ASSESSOR, Role.TUTOR})),
        Action("vault.open", "open the vault"),
    )
}


@pytest.fixture(autouse=True)
def _small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "table", lambda: ROWS)


def test_an_action_no_table_has_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(KeyError, match=r"essay\.burn"):
        allows(as_actor(cast.tom), "essay.burn", frozenset(Role))


def test_a_row_that_names_no_role_lets_nobody_in(cast: Cast) -> None:
    assert not allows(as_actor(cast.tom), "vault.open", frozenset(Role)).allowed


def test_a_role_of_the_row_lets_in_and_says_as_what(cast: Cast) -> None:
    answer = allows(as_actor(cast.tom), "essay.mark", {Role.TUTOR, Role.SUPERVISOR})
    assert (answer.allowed, answer.because) == (True, "As tutor.")


def test_another_role_is_refused_with_a_sentence_that_says_who_can(cast: Cast) -> None:
    answer = allows(as_actor(cast.alice), "essay.mark", {Role.APPRENTICE})
    assert (answer.allowed, answer.because) == (
        False,
        "You cannot mark the essay. This can be done by: assessor, tutor.",
    )


def test_a_role_held_elsewhere_does_not_count(cast: Cast) -> None:
    """What counts is what is held on the thing in question, which the caller says."""
    assert not allows(as_actor(cast.tom), "essay.mark", frozenset()).allowed


@pytest.mark.parametrize(("action", "allowed"), [("leaflet.read", True), ("diary.keep", False), ("essay.mark", False)])
def test_nobody_reads_what_is_public_and_signs_in_for_the_rest(action: str, allowed: bool) -> None:
    answer = allows(NOBODY, action, frozenset(Role))
    assert answer.allowed is allowed
    assert allowed or answer.because.startswith("Sign in to ")


def test_whoever_is_signed_in_keeps_a_diary(cast: Cast) -> None:
    assert allows(as_actor(cast.alice), "diary.keep", frozenset()).allowed


def test_two_apps_cannot_claim_one_action(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    row = SimpleNamespace(TABLE=(Action("same", "do the same"), Action("same", "do the same")))
    monkeypatch.setattr(access, "import_module", lambda name: row)
    access.table.cache_clear()
    try:
        with pytest.raises(ValueError, match="called same"):
            access.table()
    finally:
        access.table.cache_clear()


def test_several_roles_are_a_union(cast: Cast) -> None:
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    tom = actor_for(cast.tom)
    assert tom.roles == {Role.TUTOR, Role.ASSESSOR}
    assert tom.organisations(Role.TUTOR) == {cast.northgate.pk}
    assert tom.organisations(Role.TUTOR, Role.ASSESSOR) == {cast.northgate.pk, cast.meridian.pk}
    assert tom.holds(Role.ASSESSOR)
    assert not tom.holds(Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(-1, None, True), (0, None, True), (1, None, False), (-2, 1, True), (-2, 0, False), (-2, -1, False)],
)
def test_a_role_is_held_from_its_first_day_until_the_day_it_ends(
    cast: Cast, since: int, until: int | None, held: bool
) -> None:
    today = timezone.localdate()

    def day(number: int | None) -> dt.date | None:
        return None if number is None else today + dt.timedelta(days=number)

    Membership.objects.filter(person=cast.tom).update(since=day(since), until=day(until))
    assert actor_for(cast.tom).holds(Role.TUTOR) is held


def test_reading_the_roles_takes_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        actor_for(cast.tom)
