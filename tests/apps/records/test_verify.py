"""Verifying finds what somebody with the database's own keys has done, and says which entry, once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.records import triggers_off
from tests.cast import Cast
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.records.decisions import keep
from touchstone.apps.records.erasing import erase_facts, erase_personal
from touchstone.apps.records.log import START, entry_hash, log
from touchstone.apps.records.models import ChainHead, DecisionBody, LogEntry, LogPersonal, StoredDecision
from touchstone.apps.records.queries import Head, head
from touchstone.apps.records.verify import chain, check, verify
from touchstone.apps.records.verify.faults import MOST, Faults
from touchstone.demo.clock import at
from touchstone.rules import Decision


@pytest.fixture
def notes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[LogEntry]:
    """Eight notes with a personal text each, after what the cast has left; read in portions of three entries."""
    monkeypatch.setattr(chain, "PORTION", 3)
    return [log("note.kept", who=SYSTEM, on=cast.harbour, personal={"text": f"Note {n}"}) for n in range(8)]


@pytest.fixture
def stored(cast: Cast) -> StoredDecision:
    decision = Decision("gateway", "refused", (), "ST0000-1.0", "a" * 64, "1")
    return keep(decision, facts={"date": "2026-03-02"}, who=SYSTEM, apprenticeship=cast.alice.pk)


def change(entry: LogEntry, **columns: Any) -> None:
    with triggers_off():
        LogEntry.objects.filter(pk=entry.pk).update(**columns)


def remove(*entries: LogEntry) -> None:
    with triggers_off():
        LogPersonal.objects.filter(entry__in=entries).delete()
        LogEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def number_anew(entries: list[LogEntry], by: int) -> None:
    """Give entries other numbers, as they are otherwise. Their personal texts stay behind and are removed."""
    with triggers_off():
        LogPersonal.objects.filter(entry__in=entries).delete()
        LogEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        for entry in entries:
            entry.number += by
            entry.save(force_insert=True)


def rewritten(entry: LogEntry, **columns: Any) -> None:
    """Changed with a hash that fits."""
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.hash = entry_hash(entry)
    change(entry, **columns, hash=entry.hash)


def test_a_log_as_it_was_written_is_whole(notes: list[LogEntry], stored: StoredDecision) -> None:
    report = check()
    assert (report.faults, report.notes, report.decisions) == ([], [], 1)
    assert report.entries == LogEntry.objects.count() == ChainHead.objects.get().number
    assert report.head == head() == Head(report.entries, LogEntry.objects.get(number=report.entries).hash)


def test_a_log_nobody_has_written_to_is_whole(db: None) -> None:
    report = check()
    assert (report.faults, report.entries, report.head) == ([], 0, None)


@pytest.mark.parametrize(
    "columns",
    [
        {"verb": "note.invented"},
        {"at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"actor": uuid.UUID(int=7)},
        {"role": "tutor"},
        {"subject": "another"},
        {"details": {"x": 1}},
        {"personal_digest": "0" * 64},
        {"previous": "f" * 64},
        {"hash": "e" * 64},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_changed_entry(notes: list[LogEntry], columns: dict[str, Any]) -> None:
    change(notes[4], **columns)
    assert verify() == [f"Entry {notes[4].number} is not as it was written: its hash does not fit its content."]


def test_neighbours_changed_alike_are_one_place(notes: list[LogEntry]) -> None:
    for entry in notes[2:6]:
        change(entry, role="tutor")
    first, last = notes[2].number, notes[5].number
    assert verify() == [
        f"Entries {first} to {last} are not as they were written: their hashes do not fit their contents."
    ]


def test_a_changed_entry_with_a_hash_that_fits_is_found_by_the_next(notes: list[LogEntry]) -> None:
    rewritten(notes[4], verb="note.invented")
    assert verify() == [
        f"Entry {notes[5].number} does not follow entry {notes[4].number}: one of the two was rewritten."
    ]


def test_the_last_entry_changed_with_a_hash_that_fits_is_found_by_the_head(notes: list[LogEntry]) -> None:
    rewritten(notes[7], verb="note.invented")
    assert verify() == [f"Entry {notes[7].number} was rewritten: the head of the log holds another hash."]


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 4), (2, 6)])
def test_missing_entries(notes: list[LogEntry], first: int, last: int) -> None:
    remove(*notes[first:last])
    said = verify()
    if last - first == 1:
        assert said == [f"Entry {notes[first].number} is missing."]
    else:
        assert said == [f"Entries {notes[first].number} to {notes[last - 1].number} are missing."]


def test_the_first_entry_missing(notes: list[LogEntry]) -> None:
    remove(LogEntry.objects.get(number=1))
    assert verify() == ["Entry 1 is missing."]


def test_everything_missing(notes: list[LogEntry]) -> None:
    count = notes[7].number
    remove(*LogEntry.objects.all())
    assert verify() == [f"Entries 1 to {count} are missing at the end: the head of the log is beyond them."]


def test_a_cut_tail(notes: list[LogEntry]) -> None:
    remove(*notes[6:])
    assert verify() == [
        f"Entries {notes[6].number} to {notes[7].number} are missing at the end: the head of the log is beyond them."
    ]


def test_a_cut_tail_whose_head_was_put_back_is_found_by_a_head_noted_elsewhere(notes: list[LogEntry]) -> None:
    noted = head()
    remove(*notes[6:])
    ChainHead.objects.update(number=notes[5].number, hash=notes[5].hash)
    assert verify() == []
    assert [fault.says for fault in check(noted=noted).faults] == [
        f"Entry {notes[7].number} was noted, but the log ends at entry {notes[5].number}: it was cut off."
    ]


def test_a_log_written_anew_is_found_by_a_head_noted_elsewhere_alone(notes: list[LogEntry], cast: Cast) -> None:
    noted = head()
    log("note.kept", who=SYSTEM, on=cast.harbour)
    previous = START
    for entry in LogEntry.objects.order_by("number"):
        rewritten(entry, role="tutor", previous=previous)
        previous = entry.hash
    ChainHead.objects.update(hash=previous)
    assert verify() == []
    assert [fault.says for fault in check(noted=noted).faults] == [
        f"Entry {notes[7].number} is not the one that was noted: the log was rewritten."
    ]


def test_a_head_noted_before_is_found_again(notes: list[LogEntry], cast: Cast) -> None:
    noted = head()
    log("note.kept", who=SYSTEM, on=cast.harbour)
    assert check(noted=noted).faults == []


def test_an_entry_put_in_between(notes: list[LogEntry], cast: Cast) -> None:
    """Everything behind it had to make room: said in one sentence."""
    number_anew(notes[4:], by=1)
    forged = LogEntry(number=notes[3].number + 1, at=timezone.now(), verb="note.invented", previous=notes[3].hash)
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)
    first, last = notes[4].number, notes[7].number
    ChainHead.objects.update(number=last, hash=notes[7].hash)
    assert verify() == [
        f"Entries {first} to {last} were written as entries {first - 1} to {last - 1}: something was put in before "
        "them."
    ]


def test_an_entry_taken_out_and_the_gap_closed(notes: list[LogEntry]) -> None:
    remove(notes[3])
    number_anew(notes[4:], by=-1)
    first, last = notes[4].number, notes[7].number
    ChainHead.objects.update(number=last, hash=notes[7].hash)
    assert verify() == [
        f"Entries {first} to {last} were written as entries {first + 1} to {last + 1}: something was taken out before "
        "them."
    ]


@pytest.mark.parametrize(("one", "other"), [(3, 4), (1, 6)])
def test_entries_that_changed_places(notes: list[LogEntry], one: int, other: int) -> None:
    a, b = notes[one].number, notes[other].number
    remove(notes[one], notes[other])
    notes[one].number, notes[other].number = b, a
    notes[one].save(force_insert=True)
    notes[other].save(force_insert=True)
    assert verify() == [
        f"Entry {a} was written as entry {b}: it was moved.",
        f"Entry {b} was written as entry {a}: it was moved.",
    ]


def test_an_entry_put_after_the_end(notes: list[LogEntry]) -> None:
    forged = LogEntry(number=notes[7].number + 1, at=timezone.now(), verb="note.invented", previous=notes[7].hash)
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)
    (says,) = verify()
    assert says.startswith(f"The log goes on to entry {forged.number} after its head, entry {notes[7].number}")


def test_an_entry_put_before_the_first(notes: list[LogEntry]) -> None:
    forged = LogEntry(number=0, at=timezone.now(), verb="note.invented", previous=START)
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)
    assert verify() == ["Entry 0 stands before the first entry."]


def test_a_head_that_is_gone(notes: list[LogEntry]) -> None:
    ChainHead.objects.all().delete()
    assert verify() == ["The head of the log is gone: nothing says at which entry the log ends."]


def test_a_changed_personal_text(notes: list[LogEntry]) -> None:
    with triggers_off():
        LogPersonal.objects.filter(entry=notes[4]).update(body={"text": "Another"})
    assert verify() == [f"Entry {notes[4].number}: its personal text is not the one that was written."]


def test_a_personal_text_put_where_none_was(cast: Cast) -> None:
    entry = log("note.kept", who=SYSTEM, on=cast.harbour)
    LogPersonal.objects.create(entry=entry, salt="", body={"text": "Invented"})
    assert verify() == [f"Entry {entry.number}: its personal text is not the one that was written."]


def test_two_places_far_apart_are_two_sentences(notes: list[LogEntry]) -> None:
    change(notes[1], role="tutor")
    remove(notes[5])
    assert [fault.entry for fault in check().faults] == [notes[1].number, notes[5].number]


def test_endless_faults_are_counted_not_kept() -> None:
    found = Faults()
    for number in range(1, 2 * MOST + 21, 2):  # every second entry
        found.at(number, "changed", lambda first, last: f"Entry {first}.")
    found.flush()
    assert (len(found.found), found.more) == (MOST, 10)


def test_an_erased_text_leaves_the_chain_whole_and_is_counted(notes: list[LogEntry]) -> None:
    erase_personal(who=SYSTEM, entry=notes[4], reason="They asked for it.")
    report = check()
    assert (report.faults, report.notes) == ([], ["1 personal text erased."])


def test_a_text_that_went_without_an_entry_is_told(notes: list[LogEntry]) -> None:
    LogPersonal.objects.filter(entry=notes[4]).delete()
    report = check()
    assert (report.faults, report.notes) == (
        [],
        ["1 personal text erased; no entry says who erased 1 of them."],
    )


def test_a_clock_set_back_is_told_and_no_fault(notes: list[LogEntry], cast: Cast) -> None:
    with at(timezone.now() - dt.timedelta(hours=5)):
        entry = log("note.kept", who=SYSTEM, on=cast.harbour)
    report = check()
    assert report.faults == []
    (note,) = report.notes
    assert note.startswith(f"The clock was set back before entry {entry.number}, by 5:00:00.")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("outcome", "allowed"),
        ("plan_hash", "b" * 64),
        ("engine_version", "2"),
        ("digest", "c" * 64),
        ("actor", uuid.UUID(int=7)),
        ("apprenticeship", uuid.UUID(int=7)),
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
    ],
)
def test_a_changed_decision(stored: StoredDecision, column: str, value: Any) -> None:
    with triggers_off():
        StoredDecision.objects.filter(pk=stored.pk).update(**{column: value})
    number = LogEntry.objects.get(verb="decision.stored").number
    assert verify() == [f"Decision {stored.pk} is not as entry {number} tells it: {column} differs."]


def test_changed_facts_of_a_decision(stored: StoredDecision) -> None:
    with triggers_off():
        DecisionBody.objects.update(body={"facts": {}, "findings": []})
    number = LogEntry.objects.get(verb="decision.stored").number
    assert verify() == [
        f"Decision {stored.pk} (entry {number}): its facts and findings are not the ones that were stored."
    ]


def test_a_decision_nobody_made(stored: StoredDecision) -> None:
    """Copied whole, salt and body too, under another id."""
    body = DecisionBody.objects.get()
    stored.pk = uuid.uuid4()
    stored.save(force_insert=True)
    DecisionBody.objects.create(decision=stored, salt=body.salt, body=body.body)
    assert verify() == [f"Decision {stored.pk} has no entry in the log: it was not made through the services."]


def test_a_decision_that_is_gone(stored: StoredDecision) -> None:
    gone = str(stored.pk)
    with triggers_off():
        DecisionBody.objects.all().delete()
        StoredDecision.objects.all().delete()
    number = LogEntry.objects.get(verb="decision.stored").number
    assert verify() == [f"Entry {number} tells of decision {gone}, which is not there."]


def test_a_decision_told_of_twice(stored: StoredDecision) -> None:
    entry = log("decision.stored", who=SYSTEM, on=stored)
    (says,) = verify()
    assert says.startswith(f"Decision {stored.pk} has more than one entry in the log: ")
    assert says.endswith(f", {entry.number}.")


def test_erased_facts_leave_everything_whole_and_are_counted(stored: StoredDecision) -> None:
    erase_facts(who=SYSTEM, decision=stored, reason="They asked for it.")
    report = check()
    assert (report.faults, report.notes) == ([], ["1 decision's facts erased."])
