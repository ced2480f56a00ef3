"""From the ZIP to the pieces: checked whole, each row by itself, nothing twice, nothing half done."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import uuid
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.apps.portfolio.importing.zips import (
    GOOD,
    crowd,
    index,
    packed,
    pdf,
    portfolio,
    saying_less,
    upload,
)
from tests.apps.portfolio.making import added
from tests.apps.portfolio.making import upload as a_file
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.imports import counted, import_seen
from touchstone.apps.portfolio.models import Evidence, PortfolioImport, StoredFile
from touchstone.apps.portfolio.services import drop_unattached, remove_evidence, store_file
from touchstone.apps.portfolio.services.importing import (
    cancel_portfolio_import,
    carry_on_portfolio_import,
    drop_old_portfolio_imports,
    drop_portfolio_import,
    open_import_result,
    send_archive,
    start_portfolio_import,
)
from touchstone.apps.portfolio.services.importing.working import GONE, NOT_ALLOWED
from touchstone.apps.portfolio.tasks import run_portfolio_import
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import NotNow, Refused
from touchstone.apps.records.verify import verify
from touchstone.apps.upkeep.minute import JOBS


@pytest.fixture
def apprenticeship(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


def sent(cast: Cast, one: Apprenticeship, content: bytes, **changes: Any) -> PortfolioImport:
    arguments: dict[str, Any] = {
        "who": as_actor(cast.alice, Role.APPRENTICE),
        "id": uuid.uuid4(),
        "apprenticeship": one,
        "file_name": "portfolio.zip",
        "upload": upload(content),
    }
    return send_archive(**{**arguments, **changes})


def checked(cast: Cast, one: Apprenticeship, content: bytes, **changes: Any) -> PortfolioImport:
    source = sent(cast, one, content, **changes)
    assert carry_on_portfolio_import(id=source.pk, seconds=60) is False
    source.refresh_from_db()
    return source


def run(cast: Cast, source: PortfolioImport) -> PortfolioImport:
    start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=source)
    assert carry_on_portfolio_import(id=source.pk, seconds=60) is False
    source.refresh_from_db()
    return source


def states(source: PortfolioImport) -> list[str]:
    return list(source.rows.order_by("number").values_list("state", flat=True))


def errors(source: PortfolioImport) -> list[list[str]]:
    return list(source.rows.order_by("number").values_list("errors", flat=True))


def verbs(source: PortfolioImport) -> list[str]:
    return list(LogEntry.objects.filter(subject=str(source.pk)).order_by("number").values_list("verb", flat=True))


def stored_keys() -> set[str]:
    return set(default_storage.listdir("")[1])


def test_the_check_adds_nothing(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(*crowd(2), {**GOOD, "type": "Selfie"}))
    assert source.state == "checked"
    assert states(source) == ["ready", "ready", "wrong"]
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert stored_keys() >= {source.archive_key}
    assert verbs(source) == ["evidence.import-sent"]


def test_a_run_makes_the_pieces_and_nothing_is_left_of_the_zip(cast: Cast, apprenticeship: Apprenticeship) -> None:
    before = stored_keys()
    source = run(cast, checked(cast, apprenticeship, portfolio({**GOOD, "file": "café.pdf"})))
    piece = Evidence.objects.get()
    assert piece.pk == source.rows.get().pk
    assert (piece.type, piece.title, piece.happened_on) == ("mentoring-log", "First session", dt.date(2024, 5, 7))
    assert (piece.mentee_code, piece.anonymised, piece.text) == ("M1", True, "We agreed what to work on.")
    assert sorted(piece.ksbs.values_list("code", flat=True)) == ["K2", "S2"]
    assert piece.added_by == cast.alice
    file = piece.attachments.get().file
    assert (file.name, file.uploaded_by) == ("café.pdf", cast.alice)
    with default_storage.open(file.key, "rb") as content:
        assert content.read() == pdf(0)
    assert (source.state, source.archive_key) == ("ended", "")
    assert stored_keys() - before == {file.key}
    assert verbs(source) == ["evidence.import-sent", "evidence.import-started", "evidence.import-ended"]
    assert LogEntry.objects.get(verb="evidence.import-ended").details["done"] == 1


def test_what_is_there_already_is_left_alone(cast: Cast, apprenticeship: Apprenticeship) -> None:
    content = portfolio(*crowd(3))
    run(cast, checked(cast, apprenticeship, content))
    again = checked(cast, apprenticeship, portfolio(*crowd(4)))
    assert states(again) == ["there", "there", "there", "ready"]
    run(cast, again)
    assert Evidence.objects.count() == 4
    nothing = checked(cast, apprenticeship, content)
    with pytest.raises(Refused, match="No row"):
        start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=nothing)


def test_a_piece_added_by_hand_is_found_too(cast: Cast, apprenticeship: Apprenticeship) -> None:
    file = store_file(who=as_actor(cast.alice), apprenticeship=apprenticeship, upload=a_file("x.pdf", pdf(0)))
    piece = added(cast, apprenticeship, title=GOOD["title"], files=[file])
    assert states(checked(cast, apprenticeship, portfolio(GOOD))) == ["there"]
    assert states(checked(cast, apprenticeship, portfolio({**GOOD, "title": "Another"}))) == ["ready"]
    remove_evidence(who=as_actor(cast.alice), evidence=piece, version=1, reason="By mistake")
    assert states(checked(cast, apprenticeship, portfolio(GOOD))) == ["ready"]


def test_what_was_added_between_check_and_run_is_found(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(*crowd(2)))
    run(cast, checked(cast, apprenticeship, portfolio(*crowd(1))))
    assert states(run(cast, source)) == ["there", "done"]
    assert Evidence.objects.count() == 2


def test_one_file_with_one_title_in_two_rows_is_one_piece(cast: Cast, apprenticeship: Apprenticeship) -> None:
    rows = [GOOD, {**GOOD, "file": "copy.pdf"}, {**GOOD, "title": "Seen otherwise"}]
    source = checked(cast, apprenticeship, portfolio(*rows, files={"log.pdf": pdf(), "copy.pdf": pdf()}))
    assert states(source) == ["ready", "wrong", "ready"]
    assert errors(source)[1] == ["Row 2 has the same file with the same title."]
    run(cast, source)
    assert set(Evidence.objects.values_list("title", flat=True)) == {"First session", "Seen otherwise"}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"log.pdf": b""}, "“log.pdf” is empty"),
        ({"log.pdf": b"MZ\x90\x00 a program"}, "is named as a PDF file, but its content is something else"),
        ({"log.pdf": pdf() + b"<script>x</script>"}, "has the code of a web page in it"),
        ({"log.exe": b"MZ\x90\x00"}, "is of a type that cannot be added"),
        ({"log.zip": packed({"a.pdf": pdf()})}, "is itself a ZIP. Unpack it"),
        ({"log.docx": packed({"a.pdf": pdf()})}, "is damaged, or not what its name says"),
        ({"log.pdf": pdf() + packed({"a.pdf": pdf()})}, "has an archive (ZIP) hidden in it"),
    ],
)
def test_each_file_is_looked_at_as_any_upload(
    cast: Cast, apprenticeship: Apprenticeship, files: Mapping[str, bytes], why: str
) -> None:
    (name,) = files
    source = checked(
        cast, apprenticeship, portfolio({**GOOD, "file": name}, crowd(1)[0], files={**files, "logs/0.pdf": pdf(5)})
    )
    assert states(source) == ["wrong", "ready"]
    assert why in " ".join(errors(source)[0])


def test_a_file_that_unpacks_to_more_than_it_says_is_refused(cast: Cast, apprenticeship: Apprenticeship) -> None:
    content = saying_less(portfolio(GOOD, files={"log.pdf": pdf() + b" " * 500_000}), "log.pdf", 50)
    (said,) = errors(checked(cast, apprenticeship, content))[0]
    assert said.startswith("“log.pdf” is made to unpack to far more than it should")


def test_an_index_that_asks_for_far_more_than_the_zip_holds_is_refused(
    cast: Cast, apprenticeship: Apprenticeship, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("touchstone.apps.portfolio.importing.archive.MOST_ANYWAY", 50_000)
    sound = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 20_000
    rows = [{**GOOD, "file": "a.wav", "title": f"Session {n}"} for n in range(20)]
    with pytest.raises(Refused, match="names the same large files in many rows"):
        sent(cast, apprenticeship, portfolio(*rows, files={"a.wav": sound}))
    assert sent(cast, apprenticeship, portfolio(rows[0], files={"a.wav": sound})).rows.count() == 1


def test_a_disk_nearly_full_takes_no_more_files_out_of_a_zip(
    cast: Cast, apprenticeship: Apprenticeship, settings: Any
) -> None:
    one = sent(cast, apprenticeship, portfolio(GOOD))
    settings.UPLOAD_DISK_PERCENT = 0
    assert not carry_on_portfolio_import(id=one.pk, seconds=60)
    one.refresh_from_db()
    assert one.stopped_because.startswith("There was no room for the next file.")


def test_a_file_that_is_damaged_or_packed_otherwise_is_refused(cast: Cast, apprenticeship: Apprenticeship) -> None:
    content = bytearray(packed({"log.pdf": pdf(), "index.csv": index(GOOD)}, zipfile.ZIP_STORED))
    content[40] ^= 0xFF
    assert "is damaged in the ZIP" in errors(checked(cast, apprenticeship, bytes(content)))[0][0]
    strange = packed({"log.pdf": pdf()}, zipfile.ZIP_LZMA)
    out = io.BytesIO(strange)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("index.csv", index(GOOD))
    assert "is packed in a way that cannot be read here" in errors(checked(cast, apprenticeship, out.getvalue()))[0][0]


def test_a_file_that_is_too_large_is_refused_unopened(
    cast: Cast, apprenticeship: Apprenticeship, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 10_000
    content = portfolio(GOOD, files={"log.pdf": pdf() + b" " * 20_000})
    assert "is too large" in errors(checked(cast, apprenticeship, content))[0][0]


def test_files_without_a_row_are_told_and_not_imported(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(GOOD, files={"log.pdf": pdf(), "extra.pdf": pdf(9)}))
    assert source.unlisted == ["extra.pdf"]
    run(cast, source)
    assert Evidence.objects.count() == 1


def test_sent_twice_it_is_one_import(cast: Cast, apprenticeship: Apprenticeship) -> None:
    id, before = uuid.uuid4(), stored_keys()
    first = sent(cast, apprenticeship, portfolio(GOOD), id=id)
    assert sent(cast, apprenticeship, portfolio(GOOD), id=id) == first
    assert PortfolioImport.objects.count() == 1
    assert len(stored_keys() - before) == 1
    with pytest.raises(Refused, match="already been used"):
        sent(cast, apprenticeship, portfolio(GOOD), id=id, who=as_actor(cast.tom, Role.TUTOR))


def test_a_zip_that_is_refused_leaves_nothing(cast: Cast, apprenticeship: Apprenticeship) -> None:
    before = stored_keys()
    with pytest.raises(Refused):
        sent(cast, apprenticeship, packed({"log.pdf": pdf()}))
    assert (stored_keys(), PortfolioImport.objects.count()) == (before, 0)


def test_broken_off_anywhere_it_goes_on(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = sent(cast, apprenticeship, portfolio(*crowd(4)))
    for done in range(1, 5):
        carry_on_portfolio_import(id=source.pk, seconds=0)  # one row each
        assert counted(source)["ready"] == done
    carry_on_portfolio_import(id=source.pk, seconds=0)
    start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=source)
    while carry_on_portfolio_import(id=source.pk, seconds=0):
        assert counted(source)["done"] == Evidence.objects.count()
    assert states(source) == ["done"] * 4
    assert Evidence.objects.count() == 4
    assert verify() == []


def test_killed_between_file_and_piece_it_makes_one_piece(
    cast: Cast, apprenticeship: Apprenticeship, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = checked(cast, apprenticeship, portfolio(GOOD))
    start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=source)
    with monkeypatch.context() as killed:
        killed.setattr("touchstone.apps.portfolio.services.importing.working.add_evidence", _killed)
        with pytest.raises(KeyboardInterrupt):
            carry_on_portfolio_import(id=source.pk, seconds=60)
    assert StoredFile.objects.count() == 1
    carry_on_portfolio_import(id=source.pk, seconds=60)
    assert states(source) == ["done"]
    assert Evidence.objects.get().attachments.count() == 1
    assert drop_unattached(who=SYSTEM, before=timezone.now()) == 1


def _killed(**_: object) -> None:
    raise KeyboardInterrupt


def test_cancelled_it_stops_and_goes_on_where_it_was(cast: Cast, apprenticeship: Apprenticeship) -> None:
    alice = as_actor(cast.alice, Role.APPRENTICE)
    source = checked(cast, apprenticeship, portfolio(*crowd(3)))
    start_portfolio_import(who=alice, one=source)
    carry_on_portfolio_import(id=source.pk, seconds=0)
    cancel_portfolio_import(who=alice, one=source)
    assert carry_on_portfolio_import(id=source.pk, seconds=60) is False
    assert states(source) == ["done", "ready", "ready"]
    start_portfolio_import(who=alice, one=source)
    with pytest.raises(Refused, match="Cancel the import first"):
        drop_portfolio_import(who=alice, one=source)
    carry_on_portfolio_import(id=source.pk, seconds=60)
    assert states(source) == ["done"] * 3


def test_no_room_stops_it_and_it_can_go_on(
    cast: Cast, apprenticeship: Apprenticeship, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = checked(cast, apprenticeship, portfolio(*crowd(2)))
    start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=source)
    with monkeypatch.context() as full:
        full.setattr("touchstone.apps.portfolio.services.importing.working.store_file", _full)
        assert carry_on_portfolio_import(id=source.pk, seconds=60) is False
    source.refresh_from_db()
    assert (source.state, source.stopped_because) == ("cancelled", "No room.")
    assert states(source) == ["ready", "ready"]
    assert states(run(cast, source)) == ["done", "done"]
    assert source.stopped_because == ""


def _full(**_: object) -> None:
    raise NotNow("No room.")


def test_a_zip_that_storage_has_lost_is_told(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(GOOD))
    default_storage.delete(source.archive_key)
    run_to = start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=source)
    assert carry_on_portfolio_import(id=run_to.pk, seconds=60) is False
    source.refresh_from_db()
    assert (source.state, source.stopped_because) == ("cancelled", GONE)


def test_whoever_may_no_longer_add_evidence_imports_no_more(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(GOOD))
    start_portfolio_import(who=as_actor(cast.tom, Role.TUTOR), one=source)
    people.end_role(who=SYSTEM, membership=cast.tom.memberships.get())
    assert carry_on_portfolio_import(id=source.pk, seconds=60) is False
    source.refresh_from_db()
    assert (source.state, source.stopped_because) == ("cancelled", NOT_ALLOWED)
    assert not Evidence.objects.exists()


def test_dropped_nothing_is_left_of_it_but_the_pieces(cast: Cast, apprenticeship: Apprenticeship) -> None:
    before = stored_keys()
    drop_portfolio_import(who=as_actor(cast.alice), one=sent(cast, apprenticeship, portfolio(GOOD)))
    assert (stored_keys(), PortfolioImport.objects.count()) == (before, 0)
    drop_portfolio_import(who=as_actor(cast.alice), one=run(cast, checked(cast, apprenticeship, portfolio(GOOD))))
    assert (Evidence.objects.count(), PortfolioImport.objects.count()) == (1, 0)


def test_old_ones_are_dropped_by_the_clockwork(cast: Cast, apprenticeship: Apprenticeship) -> None:
    before = stored_keys()
    old, new = sent(cast, apprenticeship, portfolio(GOOD)), sent(cast, apprenticeship, portfolio(GOOD))
    PortfolioImport.objects.filter(pk=old.pk).update(moved_at=timezone.now() - dt.timedelta(days=8))
    assert drop_old_portfolio_imports() == 1
    assert drop_old_portfolio_imports in [job.run for job in JOBS]
    assert PortfolioImport.objects.get() == new
    assert stored_keys() - before == {new.archive_key}


def test_the_task_leaves_the_rest_to_another(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = sent(cast, apprenticeship, portfolio(GOOD))
    run_portfolio_import.call(str(source.pk))
    source.refresh_from_db()
    assert source.state == "checked"
    assert not DBTaskResult.objects.exists()


def test_the_log_says_who_opened_the_result(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = checked(cast, apprenticeship, portfolio(*crowd(2)))
    assert [row.number for row in open_import_result(who=as_actor(cast.tom, Role.TUTOR), one=source)] == [2, 3]
    assert LogEntry.objects.get(verb="evidence.import-opened").actor == cast.tom.pk


def test_only_those_who_may_add_evidence_see_it(cast: Cast, apprenticeship: Apprenticeship) -> None:
    source = sent(cast, apprenticeship, portfolio(GOOD))
    seen = {name for name, person in cast.people().items() if import_seen(as_actor(person), source.pk)}
    assert seen == {"alice", "tom"}


def test_memory_stays_flat_however_large_the_files_are(
    cast: Cast, apprenticeship: Apprenticeship, tmp_path: Any
) -> None:
    path = tmp_path / "large.zip"
    rows = [{**GOOD, "file": f"{n}.wav", "title": f"Recording {n}"} for n in range(3)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("index.csv", index(*rows))
        for row in rows:
            with archive.open(row["file"], "w", force_zip64=True) as out:
                out.write(b"RIFF\x00\x00\x00\x02WAVEfmt " + row["title"].encode())
                for _ in range(32):
                    out.write(b"\0" * 1024 * 1024)
    with path.open("rb") as content:
        tracemalloc.start()
        source = checked(cast, apprenticeship, b"", upload=UploadedFile(content, "large.zip", size=path.stat().st_size))
        assert states(run(cast, source)) == ["done"] * 3
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 16 * 1024 * 1024
    assert sum(StoredFile.objects.values_list("size", flat=True)) > 3 * 32 * 1024 * 1024
