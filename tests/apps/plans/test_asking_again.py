"""Stored decisions can be asked again after what decided them has moved on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.apps.plans.making import NEW, ada, checked, drafted, signed
from tests.apps.plans.test_policies import POLICY, entered
from tests.cast import Cast
from tests.stories import enrolled
from touchstone.apps.apprenticeships.decisions import ask_and_keep
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.plans import folder
from touchstone.apps.plans.services import ask_again
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import Decision

BOOKING: dict[str, Any] = {
    "method": "observation",
    "date": dt.date(2026, 3, 15),
    "notice_given": dt.date(2026, 3, 2),
    "gateway_confirmed": dt.date(2026, 2, 20),
}


def on_the_new_version(cast: Cast) -> Apprenticeship:
    return enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))


def kept(cast: Cast, one: Apprenticeship, question: str, facts: dict[str, Any]) -> tuple[Decision, StoredDecision]:
    return ask_and_keep(question, one, facts, who=ada(cast))


def test_by_the_content_an_adoption_had_then(cast: Cast) -> None:
    adoption = signed(cast)
    one = on_the_new_version(cast)
    decision, stored = kept(cast, one, "booking", BOOKING)
    assert decision.outcome == "refused"  # 13 of 14 days
    checked(ada(cast), adoption, "booking.notice", "observation", figures={"days": "10"})
    assert ask_again(stored) == decision


def test_by_the_plan_not_held_then(cast: Cast) -> None:
    one = on_the_new_version(cast)
    decision, stored = kept(cast, one, "booking", BOOKING)
    assert decision.blockers == ("plan.held",)
    signed(cast)
    assert ask_again(stored) == decision


def test_by_a_published_plan(cast: Cast) -> None:
    decision, stored = kept(cast, enrolled(cast), "booking", BOOKING)
    assert ask_again(stored) == decision


def test_by_the_policy_in_force_then(cast: Cast) -> None:
    entered(cast)
    one = enrolled(cast)
    facts = {"kind": "resit", "method": "discussion", "outcome_notified": dt.date(2026, 4, 1)}
    decision, stored = kept(cast, one, "repeat", facts | {"date": dt.date(2026, 6, 20), "requested": True})
    assert decision.policy_hash
    entered(cast, POLICY.replace("extension_months: 1", "extension_months: 2"))
    assert ask_again(stored) == decision


def test_what_is_no_longer_at_hand_is_said_and_not_guessed(cast: Cast) -> None:
    signed(cast)
    _, stored = kept(cast, on_the_new_version(cast), "booking", BOOKING)
    for content in folder.adoption_contents(cast.meridian, NEW).glob("*.yaml"):
        content.unlink()
    with pytest.raises(Refused, match="no longer at hand"):
        ask_again(stored)


def test_a_draft_that_waits_for_its_signature_says_so_again(cast: Cast) -> None:
    drafted(cast)
    decision, stored = kept(cast, on_the_new_version(cast), "booking", BOOKING)
    assert "not signed it yet" in decision.findings[0].because
    again = ask_again(stored)
    assert (again.outcome, again.blockers) == (decision.outcome, decision.blockers)
