"""Naming a file anew, putting another in its place, and forgetting what one says."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.apps.portfolio.making import PDF, a_full_portfolio, added, piece, upload
from tests.apps.portfolio.pictures import film, heic, photo
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.access import timeline
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.drawing import picture_of
from touchstone.apps.portfolio.models import Evidence, Replacement, StoredFile
from touchstone.apps.portfolio.queries import earlier_files, files_visible_to, to_attach, with_contents
from touchstone.apps.portfolio.services import (
    change_evidence,
    drop_unattached,
    forget_content,
    open_file,
    remove_evidence,
    rename_file,
    replace_file,
    replace_without_place,
    scan_waiting,
    store_file,
    submit,
)
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.installation.stored import named


def with_file(cast: Cast, name: str = "log.pdf", content: bytes = PDF) -> tuple[Evidence, StoredFile]:
    one = enrolled(cast)
    file = store_file(who=as_actor(cast.alice, Role.APPRENTICE), apprenticeship=one, upload=upload(name, content))
    return added(cast, one, files=[file]), file


def another(cast: Cast, evidence: Evidence, name: str = "log 2.pdf", content: bytes = PDF + b"%2\n") -> StoredFile:
    who = as_actor(cast.alice, Role.APPRENTICE)
    return store_file(who=who, apprenticeship=evidence.apprenticeship, upload=upload(name, content))


def files_of(evidence: Evidence) -> list[str]:
    return [attachment.file.name for attachment in evidence.attachments.select_related("file")]


@pytest.mark.parametrize(
    ("typed", "named_now"),
    [
        ("Session plan", "Session plan.pdf"),
        ("  Session plan.PDF ", "Session plan.pdf"),
        ("Week 1.2", "Week 1.2.pdf"),
        ("plan.exe", "plan.exe.pdf"),
        ("../../Cynllun ŷ", "Cynllun ŷ.pdf"),
    ],
)
def test_a_file_gets_another_name_and_keeps_its_ending(cast: Cast, typed: str, named_now: str) -> None:
    evidence, file = with_file(cast)
    renamed = rename_file(who=as_actor(cast.alice), evidence=evidence, version=1, file=file, name=typed)
    assert (renamed.name, renamed.sha256, renamed.key) == (named_now, file.sha256, file.key)
    entry = LogEntry.objects.get(verb="evidence.file-renamed")
    assert entry.details == {"version": 2, "file": str(file.pk)}
    assert entry.personal.body == {"before": "log.pdf", "name": named_now}
    evidence.refresh_from_db()
    assert evidence.version == 2


def test_the_line_manager_does_not_learn_the_names_of_files_from_the_timeline() -> None:
    for verb in ("file.stored", "evidence.file-renamed"):  # both carry the name
        assert Role.LINE_MANAGER not in timeline()[verb].seen_by


@pytest.mark.parametrize("typed", ["", "  ", ".pdf", " .PDF"])
def test_a_file_needs_a_name(cast: Cast, typed: str) -> None:
    evidence, file = with_file(cast)
    with pytest.raises(Refused, match="Enter a name"):
        rename_file(who=as_actor(cast.alice), evidence=evidence, version=1, file=file, name=typed)


def test_the_same_name_again_changes_nothing(cast: Cast) -> None:
    evidence, file = with_file(cast)
    rename_file(who=as_actor(cast.alice), evidence=evidence, version=1, file=file, name="log")
    evidence.refresh_from_db()
    assert evidence.version == 1


def test_of_two_who_change_a_piece_at_once_the_second_is_told(cast: Cast) -> None:
    evidence, file = with_file(cast)
    rename_file(who=as_actor(cast.alice), evidence=evidence, version=1, file=file, name="Hers")
    with pytest.raises(Stale):
        rename_file(who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, file=file, name="His")
    with pytest.raises(Stale):
        replace_file(
            who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, old=file, new=another(cast, evidence)
        )
    assert files_of(evidence) == ["Hers.pdf"]


def test_a_file_that_was_submitted_keeps_its_name(cast: Cast) -> None:
    evidence, file = with_file(cast)
    a_full_portfolio(cast, evidence.apprenticeship)
    submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=evidence.apprenticeship)
    with pytest.raises(Refused, match="stands in a submitted portfolio"):
        rename_file(who=as_actor(cast.alice), evidence=evidence, version=1, file=file, name="Another")


def test_a_file_takes_the_place_of_another_which_stays_reachable_for_those_who_train(cast: Cast) -> None:
    evidence, old = with_file(cast)
    new, newest = another(cast, evidence), another(cast, evidence, "log 3.pdf", PDF + b"%3\n")
    alice, tom = as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    replace_file(who=alice, evidence=evidence, version=1, old=old, new=new)
    replace_file(who=tom, evidence=evidence, version=2, old=new, new=newest)
    assert files_of(evidence) == ["log 3.pdf"]
    now = with_contents(Evidence.objects.all()).get(pk=evidence.pk)
    assert [(row.old, row.by) for row in earlier_files(now)[newest.pk]] == [(new, cast.tom), (old, cast.alice)]
    for person, may in ((cast.alice, True), (cast.tom, True), (cast.quentin, True), (cast.lena, False)):
        assert files_visible_to(as_actor(person)).filter(pk=old.pk).exists() is may
    assert not to_attach(alice, evidence.apprenticeship, now).filter(pk=old.pk).exists()
    entry = LogEntry.objects.filter(verb="evidence.file-replaced").latest("number")
    assert entry.details == {"version": 3, "old": str(new.pk), "new": str(newest.pk), "sha256": newest.sha256}


def test_a_submitted_portfolio_keeps_the_file_it_has_and_the_next_one_gets_the_new(cast: Cast) -> None:
    evidence, old = with_file(cast)
    a_full_portfolio(cast, evidence.apprenticeship)
    tom = as_actor(cast.tom, Role.TUTOR)
    first = submit(who=tom, apprenticeship=evidence.apprenticeship)
    new = another(cast, evidence)
    replace_file(who=as_actor(cast.alice), evidence=evidence, version=1, old=old, new=new)
    second = submit(who=tom, apprenticeship=evidence.apprenticeship)
    for portfolio, file in ((first, old), (second, new)):
        assert [one for item in portfolio.items.all() for one in item.files.all()] == [file]


def test_an_earlier_version_outlives_the_clockwork_until_its_file_is_taken_out(cast: Cast) -> None:
    evidence, old = with_file(cast)
    new = another(cast, evidence)
    alice = as_actor(cast.alice, Role.APPRENTICE)
    replace_file(who=alice, evidence=evidence, version=1, old=old, new=new)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert drop_unattached(who=SYSTEM, before=tomorrow) == 0
    change_evidence(who=alice, evidence=evidence, version=2, piece=piece(files=[]))
    assert drop_unattached(who=SYSTEM, before=tomorrow) + drop_unattached(who=SYSTEM, before=tomorrow) == 2
    assert set(default_storage.listdir("")[1]) == set()
    assert not Replacement.objects.exists()


def test_what_cannot_take_the_place_is_refused(cast: Cast) -> None:
    evidence, file = with_file(cast)
    alice = as_actor(cast.alice, Role.APPRENTICE)
    taken = another(cast, evidence)
    added(cast, evidence.apprenticeship, title="Another", files=[taken])
    with pytest.raises(Refused, match="belongs to another piece"):
        replace_file(who=alice, evidence=evidence, version=1, old=file, new=taken)
    with pytest.raises(Refused, match="there already"):
        replace_file(who=alice, evidence=evidence, version=1, old=file, new=another(cast, evidence, "log.pdf", PDF))
    with pytest.raises(Stale):
        replace_file(who=alice, evidence=evidence, version=1, old=taken, new=another(cast, evidence))
    new = another(cast, evidence)
    replace_file(who=alice, evidence=evidence, version=1, old=file, new=new)
    with pytest.raises(Refused, match="earlier version"):
        replace_file(who=alice, evidence=evidence, version=2, old=new, new=file)


def test_the_earlier_versions_of_a_removed_piece_are_seen_by_nobody(cast: Cast) -> None:
    evidence, old = with_file(cast)
    alice = as_actor(cast.alice, Role.APPRENTICE)
    replace_file(who=alice, evidence=evidence, version=1, old=old, new=another(cast, evidence))
    remove_evidence(who=alice, evidence=evidence, version=2, reason="A mistake")
    assert not files_visible_to(alice).exists()


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("p.jpg", photo(), True),
        ("p.jpg", photo(place=False), False),
        ("p.heic", heic(), True),
        ("p.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 30, None),  # cannot be read
        ("p.pdf", PDF, None),
        ("p.mp4", film(), False),
    ],
)
def test_whether_a_file_tells_where_it_was_made_is_known_when_it_comes_in(
    cast: Cast, name: str, content: bytes, place: bool | None
) -> None:
    assert with_file(cast, name, content)[1].place is place


@pytest.mark.parametrize(
    ("name", "content", "copied"), [("p.jpeg", photo(), "p.jpg"), ("IMG 1.HEIC", heic(), "IMG 1.jpg")]
)
def test_a_photo_is_replaced_by_an_upright_copy_without_its_place(
    cast: Cast, name: str, content: bytes, copied: str
) -> None:
    evidence, file = with_file(cast, name, content)
    replaced = replace_without_place(who=as_actor(cast.alice), evidence=evidence, version=1, file=file)
    assert (replaced.new.name, replaced.new.place, replaced.old) == (copied, False, file)
    with default_storage.open(replaced.new.key) as kept:
        assert not picture_of(io.BytesIO(kept.read())).place
    with default_storage.open(file.key) as kept:
        assert kept.read() == content  # the original stays as it came
    assert files_of(evidence) == [copied]


@pytest.mark.parametrize(("name", "content"), [("p.jpg", photo()[:500]), ("film.mp4", film())])
def test_what_cannot_be_copied_says_what_to_do(cast: Cast, name: str, content: bytes) -> None:
    evidence, file = with_file(cast, name, content)
    with pytest.raises(Refused, match="on your device"):
        replace_without_place(who=as_actor(cast.alice), evidence=evidence, version=1, file=file)
    assert files_of(evidence) == [name]


def test_content_that_is_forgotten_is_gone_and_its_hash_stays_everywhere(cast: Cast) -> None:
    evidence, file = with_file(cast, "Ann and me.pdf")
    a_full_portfolio(cast, evidence.apprenticeship)
    submitted = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=evidence.apprenticeship)
    for _ in range(2):
        forget_content(who=SYSTEM, file=file)
    held = submitted.items.get(evidence=evidence).files.get()
    assert (held.sha256, held.size, held.name, held.key) == (file.sha256, file.size, "deleted file.pdf", "")
    assert default_storage.listdir("")[1] == []
    with pytest.raises(Refused, match="deleted for good"):
        open_file(who=as_actor(cast.tom), file=held)
    assert LogEntry.objects.filter(verb="file.forgotten").count() == 1
    assert not LogEntry.objects.filter(verb="file.opened").exists()


def test_several_files_can_be_forgotten_and_none_of_them_is_looked_for(cast: Cast) -> None:
    evidence, file = with_file(cast)
    other = another(cast, evidence)
    StoredFile.objects.update(scan=StoredFile.Scan.WAITING)
    for one in (file, other):
        forget_content(who=SYSTEM, file=one)
    assert list(named(apps)) == []  # what a backup would save
    assert not StoredFile.objects.filter(scan=StoredFile.Scan.WAITING).exists()
    assert scan_waiting(who=SYSTEM) == 0


def test_a_file_that_took_the_place_of_one_before_takes_none_of_another(cast: Cast) -> None:
    evidence, file = with_file(cast)
    who, new = as_actor(cast.alice, Role.APPRENTICE), another(cast, evidence)
    replace_file(who=who, evidence=evidence, version=1, old=file, new=new)
    change_evidence(who=who, evidence=evidence, version=2, piece=piece(files=[]))
    third = another(cast, evidence, "third.pdf", PDF + b"%3\n")
    other = added(cast, evidence.apprenticeship, title="Another", files=[third])
    with pytest.raises(Refused, match="taken the place of another one before"):
        replace_file(who=who, evidence=other, version=1, old=third, new=new)


def test_of_a_photo_that_is_not_given_out_no_copy_is_made(cast: Cast) -> None:
    evidence, file = with_file(cast, "photo.jpg", photo())
    forget_content(who=SYSTEM, file=file)
    file.refresh_from_db()
    with pytest.raises(Refused, match="deleted for good"):
        replace_without_place(who=as_actor(cast.alice), evidence=evidence, version=1, file=file)
