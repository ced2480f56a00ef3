"""The assessment organisation's answer."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.apps.gateway.making import (
    abel,
    ada,
    confirmed,
    decision_of,
    fresh,
    give,
    newest,
    prepared,
    submitted,
    tom,
)
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import attempts, visible_to
from touchstone.apps.gateway.queries import confirmed as confirmed_of
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.demo.clock import at

MOMENT = dt.datetime(2026, 3, 2, 14, 30, 7, tzinfo=dt.UTC)


def test_confirmation_is_an_instant_with_its_decision(cast: Cast) -> None:
    gateway = submitted(cast)
    with at(MOMENT):
        gateway = confirmed(cast, gateway)
    assert (gateway.state, gateway.decided_at, gateway.decided_by) == ("confirmed", MOMENT, cast.ada)
    stored = decision_of(gateway)
    assert (stored.question, stored.outcome) == ("gateway", "allowed")
    assert confirmed_of(gateway.apprenticeship) == gateway


def test_what_has_not_been_submitted_is_not_confirmed(cast: Cast) -> None:
    gateway = prepared(cast)
    with pytest.raises(Refused, match="has not been submitted"):
        services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)


def test_confirmed_is_locked(cast: Cast) -> None:
    gateway = confirmed(cast)
    with pytest.raises(Refused, match="Nothing can be changed"):
        give(tom(cast), gateway, "english", {"level": 1, "route": "standard"})
    with pytest.raises(Stale):
        services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="Changed my mind.")
    with pytest.raises(Refused):
        services.submit(who=tom(cast), gateway=gateway, version=gateway.version)


def test_of_two_administrators_at_once_the_second_sees_what_happened(cast: Cast) -> None:
    gateway = submitted(cast)
    services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    with pytest.raises(Stale):
        services.confirm(who=abel(cast), gateway=gateway, version=gateway.version)
    with pytest.raises(Stale):
        services.return_to_provider(
            who=abel(cast), gateway=gateway, version=gateway.version, reason="A page is missing."
        )
    assert newest(gateway.apprenticeship).decided_by == cast.ada


def test_a_double_click_confirms_once_at_the_first_instant(cast: Cast) -> None:
    gateway = submitted(cast)
    first = services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    again = services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    assert first.decided_at == again.decided_at
    assert LogEntry.objects.filter(verb="gateway.confirmed").count() == 1


def test_a_returned_attempt_stays_as_it_was_and_the_next_begins_with_what_it_had(cast: Cast) -> None:
    gateway = submitted(cast)
    returned = services.return_to_provider(
        who=ada(cast), gateway=gateway, version=gateway.version, reason=" The photograph cannot be read. "
    )
    assert (returned.state, returned.return_reason) == ("returned", "The photograph cannot be read.")
    after = newest(gateway.apprenticeship)
    assert (after.number, after.state) == (2, "open")

    def content(one: Gateway) -> list[tuple[object, ...]]:
        return sorted(one.given.values_list("fact", "given_by", "given_at", "file", "portfolio"), key=str)

    assert content(after) == content(returned)
    give(tom(cast), after, "english", {"level": 1, "route": "standard"})
    assert returned.given.get(fact="english").value == {"level": 2, "route": "standard"}
    assert [one.number for one in attempts(gateway.apprenticeship)] == [2, 1]


def test_returning_asks_for_a_reason(cast: Cast) -> None:
    gateway = submitted(cast)
    with pytest.raises(Refused, match="what has to be put right"):
        services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="  ")


def test_returning_twice_begins_one_attempt(cast: Cast) -> None:
    gateway = submitted(cast)
    for _ in range(2):
        services.return_to_provider(
            who=ada(cast), gateway=gateway, version=gateway.version, reason="The date is wrong."
        )
    assert len(attempts(gateway.apprenticeship)) == 2


def test_a_returned_attempt_can_be_put_right_submitted_and_confirmed(cast: Cast) -> None:
    first = submitted(cast)
    services.return_to_provider(who=ada(cast), gateway=first, version=first.version, reason="The date is wrong.")
    second = submitted(cast, newest(first.apprenticeship))
    assert confirmed(cast, second).number == 2


def test_what_is_not_known_any_more_cannot_be_confirmed(cast: Cast) -> None:
    gateway = submitted(cast)
    gateway.given.filter(fact="english").delete()
    with pytest.raises(Refused, match="English: not given"):
        services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    assert newest(gateway.apprenticeship).state == Gateway.State.SUBMITTED


def test_without_a_plan_nothing_is_confirmed_and_the_reason_is_said(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    Gateway.objects.filter(pk=gateway.pk).update(state="submitted", submitted_by=cast.tom)
    with pytest.raises(Refused, match="is in no source at hand") as refused:
        services.confirm(who=ada(cast), gateway=fresh(gateway), version=gateway.version)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("plan.held",)


def test_attempts_are_seen_on_the_apprenticeships_somebody_reaches(cast: Cast) -> None:
    gateway = submitted(cast)
    seen_by = [name for name, who in cast.people().items() if gateway in visible_to(as_actor(who))]
    assert seen_by == ["alice", "tom", "quentin", "lena", "iris", "ada", "abel"]
