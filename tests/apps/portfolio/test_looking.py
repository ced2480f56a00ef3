"""What a page can show of a file, and that the log says who saw it."""

from __future__ import annotations

import io
import threading
import uuid

import pytest
from django.core.files.storage import default_storage

from tests.apps.portfolio.making import PDF, PNG, upload
from tests.apps.portfolio.pictures import document, film, heic, photo, recording
from tests.apps.portfolio.test_files import docx
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio import films
from touchstone.apps.portfolio.apart import _taking_turns, one_at_a_time
from touchstone.apps.portfolio.drawing import NotDrawn
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import Look, draw, forget_content, look_at, store_file
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused


def stored(cast: Cast, name: str, content: bytes) -> StoredFile:
    return store_file(
        who=as_actor(cast.alice, Role.APPRENTICE), apprenticeship=enrolled(cast), upload=upload(name, content)
    )


@pytest.mark.parametrize(
    ("name", "content", "look"),
    [
        ("p.jpg", photo(), Look("picture")),
        ("p.heic", heic(), Look("picture")),
        ("p.pdf", document(3), Look("pages", pages=3)),
        ("p.mp4", film(), Look("film")),
        ("p.webm", film(form="webm"), Look("film")),
        ("p.mp3", recording(), Look("sound")),
        ("p.m4a", recording(form="mp4"), Look("sound")),
        ("p.docx", docx(), Look("")),
        ("p.png", PNG, Look("", fault="is damaged, or not quite what its name says")),
    ],
)
def test_each_kind_of_file_is_shown_in_its_own_way(cast: Cast, name: str, content: bytes, look: Look) -> None:
    assert look_at(who=as_actor(cast.tom), file=stored(cast, name, content)) == look


def test_seeing_a_file_in_many_pieces_is_one_line_in_the_log(cast: Cast) -> None:
    file, tom = stored(cast, "p.pdf", document(2)), as_actor(cast.tom, Role.TUTOR)
    look_at(who=tom, file=file)
    for number in (1, 2):
        assert draw(who=tom, file=file, number=number).startswith(b"\xff\xd8")
    entry = LogEntry.objects.get(verb="file.opened")
    assert (entry.actor, entry.subject) == (cast.tom.pk, str(file.pk))


@pytest.mark.parametrize(
    ("name", "content", "number"),
    [("p.jpg", photo(), 2), ("p.pdf", PDF, 1), ("p.docx", docx(), 1), ("p.mp4", film(), 1)],
)
def test_what_has_no_such_picture_is_not_drawn(cast: Cast, name: str, content: bytes, number: int) -> None:
    with pytest.raises(NotDrawn):
        draw(who=as_actor(cast.tom), file=stored(cast, name, content), number=number)


def test_what_is_not_given_out_is_not_shown(cast: Cast) -> None:
    file = stored(cast, "p.jpg", photo())
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED, found="Eicar")
    file.refresh_from_db()
    with pytest.raises(Refused, match="virus"):
        draw(who=as_actor(cast.tom), file=file)
    StoredFile.objects.update(scan="")
    with pytest.raises(Refused, match="deleted"):
        look_at(who=as_actor(cast.tom), file=forget_content(who=as_actor(cast.tom), file=file))
    assert not LogEntry.objects.filter(verb="file.opened").exists()


def test_the_original_is_never_touched(cast: Cast) -> None:
    content = heic()
    file = stored(cast, "p.heic", content)
    draw(who=as_actor(cast.tom), file=file)
    with default_storage.open(file.key) as kept:
        assert kept.read() == content
    assert default_storage.listdir("")[1] == [file.key]


def at(box: bytes, content: bytes) -> int:
    return content.index(box) - 4


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (film(), ""),
        (film(index_first=False), ""),
        (film(form="mov"), ""),
        (recording(form="mp4"), ""),
        (film()[:-300], "cut off"),
        (film(index_first=False)[:-300], "cut off"),
        (film(index_first=False)[: at(b"moov", film(index_first=False))], "no index"),
        (film(index_first=False)[:500], "no index"),
        (film()[:20], "no index"),
        (b"\0\0\0\x14ftypqt  " + b"\0" * 4, "no index"),
        (b"\0\0\0\x01mdat\0", "no index"),
        (b"\0\0\0\x02ftyp" * 10, "no index"),
        (b"", "no index"),
        (film().replace(b"moov", b"free"), "no index"),
    ],
)
def test_whether_a_film_can_be_played_is_told_by_its_boxes(content: bytes, fault: str) -> None:
    assert films.fault_of(io.BytesIO(content)) == fault


def test_a_film_longer_than_four_gigabytes_is_read_by_its_long_length() -> None:
    whole = film(index_first=False)
    begin, end = at(b"mdat", whole), at(b"moov", whole)
    long = (1).to_bytes(4) + b"mdat" + (end - begin + 8).to_bytes(8) + whole[begin + 8 : end]
    assert films.fault_of(io.BytesIO(whole[:begin] + long + whole[end:])) == ""
    assert films.fault_of(io.BytesIO(whole[:begin] + long)) == "no index"


def test_a_film_of_more_boxes_than_are_read_is_not_called_broken() -> None:
    assert films.fault_of(io.BytesIO(b"\0\0\0\x08free" * (films.MOST_BOXES + 10))) == ""


def test_a_film_that_tells_its_place_is_known() -> None:
    whole = film(index_first=False)
    moov = at(b"moov", whole)
    place = b"\0\0\0\x20udta\0\0\0\x18\xa9xyz\0\x0c\x15\xc7+51.5-0.001/"[:0x20]
    index = (len(whole) - moov + len(place)).to_bytes(4) + whole[moov + 4 :] + place
    assert films.has_place(io.BytesIO(whole[:moov] + index)) is True
    assert films.has_place(io.BytesIO(whole)) is False
    assert films.has_place(io.BytesIO(whole[:moov])) is None


def test_somebody_who_looks_at_much_at_once_leaves_a_place_to_others() -> None:
    greedy, other = uuid.uuid4(), uuid.uuid4()
    inside, leave, seen = threading.Semaphore(0), threading.Event(), []

    def look_at_one() -> None:
        with one_at_a_time(greedy):
            seen.append(greedy)
            inside.release()
            assert leave.wait(10)

    threads = [threading.Thread(target=look_at_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert inside.acquire(timeout=10)
    with one_at_a_time(other):
        assert seen == [greedy]
    leave.set()
    for thread in threads:
        thread.join(10)
    assert len(seen) == 5
    assert not _taking_turns
