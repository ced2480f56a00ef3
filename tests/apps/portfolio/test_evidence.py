"""Pieces of evidence: added, changed, removed, seen."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.apps.portfolio.making import added, piece, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.coverage import coverage
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.queries import files_visible_to, live, visible_to
from touchstone.apps.portfolio.services import (
    add_evidence,
    change_evidence,
    open_evidence,
    remove_evidence,
    store_file,
)
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale


def test_a_piece_keeps_its_words_ksbs_and_files(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    files = [store_file(who=alice, apprenticeship=one, upload=upload(name)) for name in ("a.pdf", "b.pdf")]
    kept = added(cast, one, title=" Sesiwn gyntaf 🌱 ", text="Ŵyl y mentoriaid", files=files)
    kept.refresh_from_db()
    assert (kept.title, kept.text, kept.version) == ("Sesiwn gyntaf 🌱", "Ŵyl y mentoriaid", 1)
    assert {c.code for c in kept.ksbs.all()} == {"K2", "S2"}
    assert [a.file.name for a in kept.attachments.all()] == ["a.pdf", "b.pdf"]


def test_the_same_form_twice_makes_one_piece(cast: Cast) -> None:
    one, alice, id = enrolled(cast), as_actor(cast.alice), uuid.uuid4()
    for _ in range(2):
        add_evidence(who=alice, id=id, apprenticeship=one, piece=piece())
    assert Evidence.objects.count() == 1
    assert LogEntry.objects.filter(verb="evidence.added").count() == 1


def test_a_form_of_one_apprenticeship_makes_nothing_on_another(cast: Cast) -> None:
    one, other = enrolled(cast), enrolled(cast, uln=uln(1))
    kept = added(cast, one)
    with pytest.raises(Refused, match="already been used"):
        add_evidence(who=as_actor(cast.alice), id=kept.pk, apprenticeship=other, piece=piece())


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"type": "poem"}, "one of the types"),
        ({"title": "  "}, "a title"),
        ({"text": "x" * 100_000}, "100,000 characters; a piece can hold 20,000"),
        ({"ksbs": ["K1", "K99", "X1"]}, "K99, X1: no such KSB in version 1.1"),
        ({"mentee_code": "M" * 21}, "a mentee code 20"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(cast: Cast, changes: dict[str, Any], because: str) -> None:
    with pytest.raises(Refused, match=because):
        added(cast, enrolled(cast), **changes)
    assert Evidence.objects.count() == 0


def test_a_file_of_another_piece_or_apprenticeship_cannot_be_taken(cast: Cast) -> None:
    one, other, alice = enrolled(cast), enrolled(cast, uln=uln(1)), as_actor(cast.alice)
    theirs = store_file(who=alice, apprenticeship=other, upload=upload())
    taken = store_file(who=alice, apprenticeship=one, upload=upload())
    added(cast, one, files=[taken])
    for file in (theirs, taken):
        with pytest.raises(Refused, match="belongs to another piece"):
            added(cast, one, files=[file])


def test_a_change_counts_the_version_and_the_log_keeps_what_was(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    kept = added(cast, one)
    changed = change_evidence(who=alice, evidence=kept, version=1, piece=piece(title="Second thoughts", ksbs=["K3"]))
    assert (changed.title, changed.version) == ("Second thoughts", 2)
    assert [c.code for c in changed.ksbs.all()] == ["K3"]
    entry = LogEntry.objects.get(verb="evidence.changed")
    assert entry.details["changed"] == ["ksbs", "title"]
    assert entry.personal.body["before"] == {"title": "First session", "ksbs": ["K2", "S2"]}


def test_a_change_that_changes_nothing_is_none(cast: Cast) -> None:
    kept = added(cast, enrolled(cast))
    assert change_evidence(who=as_actor(cast.alice), evidence=kept, version=1, piece=piece()).version == 1
    assert not LogEntry.objects.filter(verb="evidence.changed").exists()


def test_nobody_overwrites_another_unseen(cast: Cast) -> None:
    kept = added(cast, enrolled(cast))
    change_evidence(who=as_actor(cast.tom), evidence=kept, version=1, piece=piece(title="Tom’s"))
    with pytest.raises(Stale):
        change_evidence(who=as_actor(cast.alice), evidence=kept, version=1, piece=piece(title="Alice’s"))
    with pytest.raises(Stale):
        remove_evidence(who=as_actor(cast.alice), evidence=kept, version=1, reason="Twice")
    kept.refresh_from_db()
    assert kept.title == "Tom’s"


def test_a_removed_piece_is_gone_from_view_with_its_files_and_its_reason_is_kept(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    file = store_file(who=alice, apprenticeship=one, upload=upload())
    kept = added(cast, one, files=[file])
    with pytest.raises(Refused, match="Say why"):
        remove_evidence(who=alice, evidence=kept, version=1, reason=" ")
    remove_evidence(who=alice, evidence=kept, version=1, reason="A name was in it")
    assert not visible_to(alice).exists()
    assert not live(one).exists()
    assert not files_visible_to(alice).exists()
    assert LogEntry.objects.get(verb="evidence.removed").personal.body["reason"] == "A name was in it"


def test_reading_a_piece_is_logged(cast: Cast) -> None:
    kept = added(cast, enrolled(cast))
    open_evidence(who=as_actor(cast.tom, Role.TUTOR), evidence=kept)
    entry = LogEntry.objects.get(verb="evidence.opened")
    assert (entry.actor, entry.subject, entry.role) == (cast.tom.pk, str(kept.pk), "tutor")


def test_working_evidence_is_known_to_those_who_train_and_to_the_manager_only(cast: Cast) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada)
    assign(who=ada, apprenticeship=one, person=cast.asif, role=Role.ASSESSOR)
    assign(who=ada, apprenticeship=one, person=cast.rhys, role=Role.REGULATOR_READER)
    assign(who=ada, apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload())
    added(cast, one, files=[file])
    know = {name for name, person in cast.people().items() if visible_to(as_actor(person)).exists()}
    assert know == {"alice", "tom", "quentin", "lena"}
    opens = {name for name, person in cast.people().items() if files_visible_to(as_actor(person)).exists()}
    assert opens == {"alice", "tom", "quentin"}


def test_coverage_lists_every_ksb_of_the_plan_by_method_and_theme(cast: Cast) -> None:
    one = enrolled(cast)
    first, second = added(cast, one, ksbs=["K2", "S2"]), added(cast, one, ksbs=["K2"])
    parts = coverage(one)
    assert [part.name for part in parts] != [""]
    claimed = {c.ksb.code: c.pieces for part in parts for group in part.groups for c in group.ksbs}
    assert len(claimed) == 35
    assert set(claimed["K2"]) == {first, second}
    assert claimed["S2"] == (first,)
    assert sum(part.claimed for part in parts) == 2


def test_coverage_of_a_plan_without_themes_is_by_type(cast: Cast) -> None:
    one = enrolled(cast, standard="ST0148", version="1.0", start=dt.date(2022, 3, 7), date_of_birth=dt.date(1990, 1, 1))
    (part,) = coverage(one)
    assert [(group.name, len(group.ksbs)) for group in part.groups] == [
        ("Knowledge", 11),
        ("Skills", 11),
        ("Behaviours", 5),
    ]


def test_coverage_of_a_plan_not_held_is_by_type(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    (part,) = coverage(one)
    assert part.total == len(part.groups[0].ksbs) + len(part.groups[1].ksbs) + len(part.groups[2].ksbs) > 27
