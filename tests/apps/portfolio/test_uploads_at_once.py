"""Several requests for one upload at the same moment, and several processes at one folder."""

from __future__ import annotations

import hashlib
import multiprocessing
import threading
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.apps.portfolio.making import PDF
from tests.at_once import at_once
from tests.cast import as_actor, gather
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio import arriving
from touchstone.apps.portfolio.models import Evidence, StoredFile, Upload
from touchstone.apps.portfolio.services import add_piece_of_each, begin_upload, finish_upload, take_piece
from touchstone.apps.portfolio.services import uploads as services
from touchstone.apps.records.refusal import Refused

pytestmark = pytest.mark.usefixtures("transactional_db")

LOG = PDF + b"% what we did\n" * 500


@pytest.fixture(autouse=True)
def arriving_folder(settings: Any, tmp_path: Path) -> Path:
    settings.ARRIVING = tmp_path / "arriving"
    settings.ARRIVING.mkdir()
    return tmp_path / "arriving"


def of_two(act: Any, *, expected: type[Exception]) -> list[int]:
    """What ``act`` gives in two threads at once; the one that is kept out raises ``expected``."""
    given: list[int] = []

    def try_it() -> None:
        try:
            given.append(act())
        except expected:
            raise Refused("kept out") from None

    refused = at_once(try_it, try_it)
    assert len(given) + len(refused) == 2
    return given


def test_of_two_pieces_for_one_place_only_one_is_taken(arriving_folder: Path) -> None:
    id, both = uuid.uuid4(), threading.Barrier(2, timeout=5)

    def pieces() -> Iterator[bytes]:
        yield LOG[:1000]
        both.wait()  # until the other has been turned away
        yield LOG[1000:]

    def first() -> None:
        assert arriving.append(id, at=0, pieces=pieces()) == len(LOG)

    thread = threading.Thread(target=first)
    thread.start()
    while arriving.arrived(id) < 1000:
        pass
    with pytest.raises(arriving.Busy):
        arriving.append(id, at=1000, pieces=[b"something else"])
    both.wait()
    thread.join(10)
    assert arriving.path_of(id).read_bytes() == LOG


def test_processes_take_turns_and_the_hash_is_of_all_of_it() -> None:
    id, half = uuid.uuid4(), len(LOG) // 2
    arriving.append(id, at=0, pieces=[LOG[:half]])
    other = multiprocessing.get_context("fork").Process(
        target=arriving.append, args=(id,), kwargs={"at": half, "pieces": [LOG[half:-9]]}
    )
    other.start()
    other.join(20)
    assert other.exitcode == 0
    arriving.append(id, at=len(LOG) - 9, pieces=[LOG[-9:]])
    assert arriving.sha256_of(id) == hashlib.sha256(LOG).hexdigest()
    assert arriving.sha256_of(id) == hashlib.sha256(LOG).hexdigest()


def test_a_process_that_dies_lets_the_file_go() -> None:
    id = uuid.uuid4()
    context = multiprocessing.get_context("fork")
    writing = context.Event()

    def hold() -> None:
        with arriving.held(id) as file:
            file.write(LOG[:100])
            writing.set()
            threading.Event().wait()

    other = context.Process(target=hold)
    other.start()
    assert writing.wait(20)
    with pytest.raises(arriving.Busy):
        arriving.append(id, at=100, pieces=[b"x"])
    other.kill()
    other.join(20)
    assert arriving.append(id, at=100, pieces=[LOG[100:]]) == len(LOG)
    assert arriving.sha256_of(id) == hashlib.sha256(LOG).hexdigest()


def test_finishing_at_once_stores_one_file(settings: Any, tmp_path: Path) -> None:
    cast = gather()
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    upload = begin_upload(who=alice, apprenticeship=one, name="log.pdf", size=len(LOG))
    take_piece(upload=upload, at=0, length=len(LOG), pieces=[LOG])
    finish = partial(finish_upload, who=alice, upload=upload, sha256=hashlib.sha256(LOG).hexdigest())
    given = of_two(finish, expected=arriving.Busy)
    assert given
    stored = StoredFile.objects.get()
    assert {file.pk for file in given} == {stored.pk} == {Upload.objects.get().file_id}  # type: ignore[attr-defined]
    assert finish() == stored


def test_beginning_at_once_stays_within_what_one_person_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_UNFINISHED", 2)
    cast = gather()
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    begin = partial(begin_upload, who=alice, apprenticeship=one, name="log.pdf", size=10)
    refused = at_once(*[begin] * 4)
    assert len(refused) == 2
    assert Upload.objects.count() == 2


def test_a_double_click_makes_each_piece_once() -> None:
    cast = gather()
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    uploads = []
    for number in range(3):
        upload = begin_upload(who=alice, apprenticeship=one, name=f"log {number}.pdf", size=len(LOG))
        take_piece(upload=upload, at=0, length=len(LOG), pieces=[LOG])
        finish_upload(who=alice, upload=upload)
        uploads.append(Upload.objects.select_related("apprenticeship", "file").get(pk=upload.pk))
    make = partial(add_piece_of_each, who=alice, uploads=uploads, type="mentoring-log")
    assert at_once(make, make) == []
    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["log 0", "log 1", "log 2"]
