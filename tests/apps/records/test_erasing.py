"""What is personal in the record can go; that it went is told, and everything else stays."""

from __future__ import annotations

import pytest

from tests.cast import Cast, as_actor
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.records.decisions import keep
from touchstone.apps.records.erasing import erase, erase_facts, erase_personal
from touchstone.apps.records.log import log
from touchstone.apps.records.models import DecisionBody, LogEntry, LogPersonal, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.apps.records.verify import verify
from touchstone.rules import Decision

WHY = "Alice asked for it."


@pytest.fixture
def note(cast: Cast) -> LogEntry:
    return log(
        "note.kept", who=as_actor(cast.tom), on=cast.harbour, apprenticeship=cast.alice.pk, personal={"text": "Ill"}
    )


@pytest.fixture
def stored(cast: Cast) -> StoredDecision:
    return keep(Decision("gateway", "refused", (), "ST0000-1.0", "a" * 64, "1"), facts={"x": 1}, who=SYSTEM)


def test_a_text_goes_and_its_entry_stays(note: LogEntry, cast: Cast) -> None:
    said = erase_personal(who=as_actor(cast.ada, Role.ADMINISTRATOR), entry=note, reason=f" {WHY} ")
    assert not LogPersonal.objects.filter(entry=note).exists()
    assert LogEntry.objects.get(pk=note.pk).hash == note.hash
    assert (said.verb, said.subject, said.actor) == ("log.erased", str(note.number), cast.ada.pk)
    assert said.apprenticeship == cast.alice.pk
    assert LogPersonal.objects.get(entry=said).body == {"reason": WHY}
    assert verify() == []


def test_the_facts_of_a_decision_go_and_the_decision_stays(stored: StoredDecision) -> None:
    said = erase_facts(who=SYSTEM, decision=stored, reason=WHY)
    assert not DecisionBody.objects.exists()
    assert StoredDecision.objects.get().outcome == "refused"
    assert (said.verb, said.subject) == ("decision.erased", str(stored.pk))
    assert verify() == []


def test_by_the_number_of_the_entry(note: LogEntry, stored: StoredDecision) -> None:
    erase(who=SYSTEM, number=note.number, reason=WHY)
    erase(who=SYSTEM, number=LogEntry.objects.get(verb="decision.stored").number, reason=WHY)
    assert not DecisionBody.objects.exists()
    assert not LogPersonal.objects.filter(entry=note).exists()
    assert verify() == []


def test_nothing_is_erased_without_a_reason(note: LogEntry, stored: StoredDecision) -> None:
    for number in (note.number, LogEntry.objects.get(verb="decision.stored").number):
        with pytest.raises(Refused, match="why"):
            erase(who=SYSTEM, number=number, reason="  ")
    assert DecisionBody.objects.exists()
    assert LogPersonal.objects.filter(entry=note).exists()


def test_what_is_gone_is_not_erased_twice(note: LogEntry, stored: StoredDecision) -> None:
    told = LogEntry.objects.get(verb="decision.stored").number
    for number in (note.number, told):
        erase(who=SYSTEM, number=number, reason=WHY)
        entries = LogEntry.objects.count()
        with pytest.raises(Refused, match="already"):
            erase(who=SYSTEM, number=number, reason=WHY)
        assert LogEntry.objects.count() == entries


def test_an_entry_that_is_not_there(db: None) -> None:
    with pytest.raises(Refused, match="no entry 7"):
        erase(who=SYSTEM, number=7, reason=WHY)
