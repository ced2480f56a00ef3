"""The log says who did what, when, on what, and cannot be rewritten unseen."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import Cast, as_actor
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import START, entry_hash, log
from touchstone.apps.records.models import ChainHead, LogEntry, LogPersonal
from touchstone.apps.records.verify import verify
from touchstone.demo.clock import at


def test_an_entry_says_who_in_which_role_did_what_when_on_what(cast: Cast) -> None:
    before = timezone.now()
    tom = as_actor(cast.tom, Role.TUTOR)
    entry = log("evidence.added", who=tom, on=cast.harbour, details={"ksbs": ["K1"]})
    entry.refresh_from_db()
    assert (entry.actor, entry.role, entry.verb) == (cast.tom.pk, "tutor", "evidence.added")
    assert (entry.subject_type, entry.subject) == ("people.organisation", str(cast.harbour.pk))
    assert entry.details == {"ksbs": ["K1"]}
    assert before <= entry.at <= timezone.now()


def test_the_system_acts_without_a_person(cast: Cast) -> None:
    entry = log("cleaned", who=SYSTEM, on=cast.harbour)
    assert (entry.actor, entry.role) == (None, "system")


def test_each_entry_carries_the_hash_of_the_one_before(cast: Cast) -> None:
    entries = list(LogEntry.objects.order_by("number"))  # the cast was made through services: already a log
    assert len(entries) > 10
    assert [e.number for e in entries] == list(range(1, len(entries) + 1))
    assert entries[0].previous == START
    assert [e.previous for e in entries[1:]] == [e.hash for e in entries[:-1]]
    assert all(e.hash == entry_hash(e) for e in entries)
    assert ChainHead.objects.get().hash == entries[-1].hash
    assert verify() == []


def test_an_instant_said_in_summer_time_is_the_one_that_comes_back(cast: Cast) -> None:
    with at(dt.datetime(2026, 7, 1, 10, 30, tzinfo=ZoneInfo("Europe/London"))):
        log("evidence.added", who=as_actor(cast.tom), on=cast.harbour)
    assert verify() == []


def test_the_hash_covers_every_column(cast: Cast) -> None:
    entry = log("evidence.added", who=as_actor(cast.tom), on=cast.harbour, personal={"title": "A plan"})
    changed = {
        "number": 999,
        "at": timezone.now(),
        "actor": cast.alice.pk,
        "role": "assessor",
        "verb": "evidence.removed",
        "subject_type": "people.user",
        "subject": "somebody",
        "apprenticeship": cast.alice.pk,
        "details": {"x": 1},
        "personal_digest": "0" * 64,
        "previous": "f" * 64,
    }
    assert set(changed) == {f.attname for f in LogEntry._meta.concrete_fields} - {"hash"}
    for name, value in changed.items():
        copy = LogEntry(**{f.attname: getattr(entry, f.attname) for f in LogEntry._meta.concrete_fields})
        setattr(copy, name, value)
        assert entry_hash(copy) != entry.hash, name


def test_an_entry_is_written_with_what_it_tells_of_or_not_at_all(cast: Cast) -> None:
    last = ChainHead.objects.get().number

    @transaction.atomic
    def service() -> None:
        log("evidence.added", who=SYSTEM, on=cast.harbour)
        raise RuntimeError("failed after logging")

    with pytest.raises(RuntimeError):
        service()
    assert ChainHead.objects.get().number == last
    assert LogEntry.objects.count() == last
    assert verify() == []


def test_personal_text_stays_out_of_the_chain_and_can_be_erased(cast: Cast) -> None:
    entry = log("note.kept", who=SYSTEM, on=cast.harbour, personal={"reason": "Zażółć gęślą jaźń"})
    assert "Zażółć" not in str(entry.details)
    assert LogPersonal.objects.get(entry=entry).body == {"reason": "Zażółć gęślą jaźń"}
    LogPersonal.objects.filter(entry=entry).delete()
    assert verify() == []


def test_the_same_text_twice_gives_different_digests(cast: Cast) -> None:
    """Else whoever guesses an erased reason could check the guess."""
    first, second = (log("note.kept", who=SYSTEM, on=cast.harbour, personal={"reason": "ill"}) for _ in range(2))
    assert first.personal_digest != second.personal_digest


def test_appending_takes_few_queries(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(6):  # savepoint, head, entry, personal, head, release
        log("note.kept", who=SYSTEM, on=cast.harbour, personal={"reason": "x"})


def test_a_log_nobody_has_written_to_is_whole(db: None) -> None:
    assert verify() == []
