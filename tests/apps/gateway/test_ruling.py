"""Where the sources conflict or are silent a person rules, and the ruling is part of the decision from then on."""

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
    portfolio_of,
    prepared,
    prepared_by_points,
    ruled,
    submitted,
    tom,
)
from tests.apps.plans.making import signed
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import attached_portfolio
from touchstone.apps.gateway.rulings import ruler_of, to_rule_on, waiting_for_ruling
from touchstone.apps.gateway.services import Says
from touchstone.apps.people.actor import SYSTEM, Actor
from touchstone.apps.people.models import Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import end_role
from touchstone.apps.plans.replay import replay
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, Ruling
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify
from touchstone.demo.clock import at

MAY_4 = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MAY_5 = dt.datetime(2026, 5, 5, 9, tzinfo=dt.UTC)
YES = Says(allowed=True, reason="The funding rules apply to this start.")


@pytest.fixture
def waiting(cast: Cast) -> Gateway:
    """Started on 4 August 2025 (8 months by the funding rules), submitted on 4 May 2026 (the adopted plan asks 12)."""
    signed(cast)
    one = enrolled(cast, version="1.2", start=dt.date(2025, 8, 4))
    with at(MAY_4):
        return submitted(cast, prepared(cast, one))


def name(cast: Cast, person: User | None, who: Actor | None = None) -> None:
    named = ruler_of(cast.meridian)
    version = 0 if named.person_id is None else 1
    services.name_ruler(
        who=who or as_actor(cast.oscar, Role.OWNER), organisation=cast.meridian, person=person, version=version
    )


def rule(who: Actor, gateway: Gateway, says: Says = YES) -> Gateway:
    return services.rule(who=who, gateway=gateway, version=gateway.version, says={"gateway": says})


def test_without_a_ruling_it_is_not_confirmed(cast: Cast, waiting: Gateway) -> None:
    with at(MAY_5), pytest.raises(Refused, match="waits for a ruling by any administrator of Meridian"):
        confirmed(cast, waiting)
    assert fresh(waiting).state == Gateway.State.SUBMITTED


def test_what_waits_for_a_ruling_is_not_handed_in_while_anything_else_is_missing(cast: Cast) -> None:
    signed(cast)
    with at(MAY_4):
        gateway = prepared(cast, enrolled(cast, version="1.2", start=dt.date(2025, 8, 4)), without="maths")
        with pytest.raises(Refused) as refused:
            submitted(cast, gateway)
    decision = refused.value.decision
    assert decision is not None
    assert (decision.outcome, decision.blockers) == ("needs-ruling", ("gateway.minimum-duration", "gateway.maths"))
    assert fresh(gateway).state == Gateway.State.OPEN


def test_a_ruling_is_part_of_the_decision_also_of_the_one_that_confirms(cast: Cast, waiting: Gateway) -> None:
    submitted_by = decision_of(waiting)
    with at(MAY_5):
        gateway = rule(ada(cast), waiting)
        done = services.confirm(who=abel(cast), gateway=gateway, version=gateway.version)
    for stored in (submitted_by, decision_of(done)):
        ruling = stored.rulings.get()
        assert (ruling.by, ruling.allowed, ruling.reason) == (cast.ada.pk, True, YES.reason)
        assert ruling.at == MAY_5
    shown = [one.ruling for one in to_rule_on(done) if one.ruling]
    assert [(one.about, one.name, one.allowed) for one in shown] == [("gateway", "Ada Administrator", True)]


def test_the_log_verifies_and_the_decisions_replay_with_their_rulings(cast: Cast, waiting: Gateway) -> None:
    with at(MAY_5):
        confirmed(cast, rule(ada(cast), waiting))
    assert verify() == []
    again = list(replay())
    assert {one.state for one in again if one.question == "gateway"} == {"same"}
    assert Ruling.objects.count() == 2


def test_the_named_person_rules_and_nobody_else(cast: Cast, waiting: Gateway) -> None:
    name(cast, cast.abel)
    with at(MAY_5):
        with pytest.raises(Refused, match="waits for a ruling by Abel Administrator"):
            rule(ada(cast), waiting)
        with pytest.raises(Refused, match="waits for a ruling by Abel Administrator"):
            confirmed(cast, waiting)
        gateway = rule(abel(cast), waiting)
        confirmed(cast, gateway)
    assert {ruling.by for ruling in Ruling.objects.all()} == {cast.abel.pk}


def test_when_the_named_person_has_left_any_administrator_rules(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    name(cast, cast.abel)
    held = Membership.objects.get(person=cast.abel, role=Role.ADMINISTRATOR)
    end_role(who=SYSTEM, membership=held)
    assert ruler_of(cast.meridian).person_id is None
    assert ruled(cast, gateway).version == gateway.version + 1


def test_only_an_administrator_of_the_organisation_is_named(cast: Cast) -> None:
    for person in (cast.iris, cast.tess):
        with pytest.raises(Refused, match="is no administrator of Meridian"):
            name(cast, person)
    with pytest.raises(Refused, match="Only an assessment organisation"):
        services.name_ruler(who=as_actor(cast.olga), organisation=cast.northgate, person=None, version=0)


def test_of_two_who_name_at_once_the_second_is_told_and_the_same_again_is_nothing_new(cast: Cast) -> None:
    name(cast, cast.abel)
    services.name_ruler(who=ada(cast), organisation=cast.meridian, person=cast.abel, version=0)
    with pytest.raises(Stale):
        services.name_ruler(who=ada(cast), organisation=cast.meridian, person=cast.ada, version=0)
    assert LogEntry.objects.filter(verb="gateway.ruler-named").count() == 1


def test_a_ruling_against_it_leaves_only_the_return_and_stays_with_the_attempt(cast: Cast, waiting: Gateway) -> None:
    with at(MAY_5):
        gateway = rule(ada(cast), waiting, Says(allowed=False, reason="Twelve months are agreed with the employer."))
        with pytest.raises(Refused, match="Twelve months are agreed"):
            confirmed(cast, gateway)
        returned = services.return_to_provider(
            who=ada(cast), gateway=gateway, version=gateway.version, reason="Submit it again from 4 August 2026."
        )
    assert [one.ruling.allowed for one in to_rule_on(returned) if one.ruling] == [False]
    assert newest(returned.apprenticeship).number == 2


def test_a_ruling_is_made_once_and_with_a_reason(cast: Cast, waiting: Gateway) -> None:
    with at(MAY_5):
        with pytest.raises(Refused, match="Give the reason"):
            rule(ada(cast), waiting, Says(allowed=True, reason="  "))
        gateway = rule(ada(cast), waiting)
        with pytest.raises(Refused, match="ruled on already"):
            rule(abel(cast), gateway, Says(allowed=False, reason="I see it otherwise."))
        with pytest.raises(Stale):
            rule(abel(cast), waiting)
    assert Ruling.objects.count() == 1


def test_a_ruling_is_only_asked_for_while_it_is_needed(cast: Cast, waiting: Gateway) -> None:
    with at(dt.datetime(2026, 8, 4, 9, tzinfo=dt.UTC)):  # by now twelve months have passed
        with pytest.raises(Refused, match="Nothing of this gateway waits"):
            rule(ada(cast), waiting)
        confirmed(cast, waiting)
    assert not Ruling.objects.exists()


def test_what_needs_a_ruling_only_since_it_was_submitted_is_asked_again_and_ruled_on(cast: Cast) -> None:
    signed(cast)
    one = enrolled(cast, version="1.2", start=dt.date(2025, 8, 4))
    with at(dt.datetime(2026, 8, 5, 12, tzinfo=dt.UTC)):
        gateway = submitted(cast, prepared(cast, one))
    before = gateway.decision
    with at(MAY_5):  # the clock of that server was wrong
        assert waiting_for_ruling(gateway, MAY_5.date()) == ["gateway"]
        gateway = rule(ada(cast), gateway)
        assert gateway.decision != before
        confirmed(cast, gateway)
    assert verify() == []


def test_a_portfolio_on_which_the_plan_is_silent_is_ruled_on(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    portfolio = attached_portfolio(gateway)
    assert portfolio is not None
    with pytest.raises(Refused, match="waits for a ruling"):
        confirmed(cast, gateway)
    confirmed(cast, ruled(cast, gateway, "The showcase is complete."))
    assert Ruling.objects.get().decision_id == portfolio.decision


def test_a_portfolio_ruled_against_is_not_submitted_again_but_a_newer_one_is(cast: Cast) -> None:
    gateway = ruled(cast, submitted(cast, prepared_by_points(cast)), "It shows one session.", allowed=False)
    services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="Another showcase.")
    again = newest(gateway.apprenticeship)
    with pytest.raises(Refused, match="It shows one session"):
        submitted(cast, again)
    give(tom(cast), again, "showcase", True, portfolio=portfolio_of(cast, gateway.apprenticeship))
    assert submitted(cast, again).state == Gateway.State.SUBMITTED


def test_whoever_rules_is_told_by_mail_and_only_where_something_waits(cast: Cast, waiting: Gateway) -> None:
    told = Message.objects.filter(kind="gateway-to-rule")
    assert {message.person for message in told} == {cast.ada.pk, cast.abel.pk}
    bea = enrolled(cast, name="Bea Bright", email="bea@example.org", uln=uln(2))
    submitted(cast, prepared(cast, bea))
    assert told.count() == 2


def test_the_named_person_alone_is_told(cast: Cast) -> None:
    name(cast, cast.abel)
    submitted(cast, prepared_by_points(cast))
    (letter,) = Message.objects.filter(kind="gateway-to-rule")
    assert letter.person == cast.abel.pk
    assert "/gateway/rule/" in letter.text
    assert cast.alice.name not in letter.text
