"""Stored decisions asked again: what today's engine says otherwise is named, rule by rule."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.plans.making import NEW, drafted, signed
from tests.apps.plans.test_asking_again import BOOKING, kept, on_the_new_version
from tests.apps.plans.test_policies import entered
from tests.cast import Cast
from tests.stories import enrolled
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.plans import folder, replay
from touchstone.apps.records.erasing import erase_facts
from touchstone.apps.records.models import StoredDecision
from touchstone.demo.clock import at
from touchstone.rules import Finding, booking
from touchstone.standards.kinds.booking import NoticeDays


def states(**arguments: Any) -> list[str]:
    return [one.state for one in replay.replay(**arguments)]


def test_everything_is_decided_as_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """By published plans, an adopted one, one not held, and with a policy; read in portions."""
    monkeypatch.setattr(replay, "PORTION", 2)
    held, one = enrolled(cast), on_the_new_version(cast)
    kept(cast, one, "booking", BOOKING)
    drafted(cast)
    kept(cast, one, "booking", BOOKING)
    entered(cast)
    facts = {"kind": "resit", "method": "discussion", "outcome_notified": dt.date(2026, 4, 1), "requested": True}
    kept(cast, held, "repeat", facts | {"date": dt.date(2026, 6, 20)})
    kept(cast, held, "booking", BOOKING)
    assert len(states()) == StoredDecision.objects.count() > 4
    assert set(states()) == {"same"}


def test_a_rule_that_answers_otherwise_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, stored = kept(cast, enrolled(cast), "booking", BOOKING)
    real = booking.notice

    def changed(*arguments: Any) -> Finding:
        return dataclasses.replace(real(*arguments), verdict="met", because="Thirteen days are plenty.")

    monkeypatch.setitem(booking.ANSWERS, NoticeDays, changed)
    one = next(one for one in replay.replay() if one.decision == stored.pk)
    assert one.state == "different"
    assert "Outcome refused then, allowed now." in one.says
    assert "Rule booking.notice was not-met, is met now: Thirteen days are plenty." in one.says
    assert [says.split()[1] for says in one.says if says.startswith("Rule ")] == ["booking.notice"]
    assert states().count("different") == 1


def test_a_rule_that_says_it_in_other_words_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(cast, enrolled(cast), "booking", BOOKING)
    real = booking.notice

    def reworded(*arguments: Any) -> Finding:
        return dataclasses.replace(real(*arguments), because="Too late.")

    monkeypatch.setitem(booking.ANSWERS, NoticeDays, reworded)
    (one,) = [one for one in replay.replay() if one.state == "different"]
    assert len(one.says) == 1
    assert one.says[0].startswith("Rule booking.notice said “")
    assert one.says[0].endswith("”, says “Too late.” now.")


def test_an_engine_that_fails_on_one_decision_still_answers_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(cast, enrolled(cast), "booking", BOOKING)

    def broken(*arguments: Any) -> Finding:
        raise ZeroDivisionError("no days")

    monkeypatch.setitem(booking.ANSWERS, NoticeDays, broken)
    assert sorted(set(states())) == ["different", "same"]
    (one,) = [one for one in replay.replay() if one.state == "different"]
    assert one.says == ["It can no longer be asked: no days"]


def test_erased_facts_are_told_apart(cast: Cast) -> None:
    _, stored = kept(cast, enrolled(cast), "booking", BOOKING)
    erase_facts(who=SYSTEM, decision=stored, reason="Asked for.")
    assert sorted(set(states())) == ["erased", "same"]


def test_a_plan_no_longer_at_hand_is_told_apart(cast: Cast) -> None:
    signed(cast)
    kept(cast, on_the_new_version(cast), "booking", BOOKING)
    for content in folder.adoption_contents(cast.meridian, NEW).glob("*.yaml"):
        content.unlink()
    apart = [(one.state, *one.says) for one in replay.replay() if one.state != "same"]
    assert set(apart) == {("not-at-hand", f"Plan {NEW} is not at hand as it was then.")}


def test_only_those_made_since_a_day(cast: Cast) -> None:
    apprenticeship = enrolled(cast)
    with at(timezone.now() - dt.timedelta(days=30)):
        kept(cast, apprenticeship, "booking", BOOKING)
    assert len(states(since=timezone.now() - dt.timedelta(days=1))) == len(states()) - 1
