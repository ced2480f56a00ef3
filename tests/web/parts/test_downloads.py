"""Giving out a file: whole, or the part asked for, as the standard says."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.test import Client

from tests.apps.portfolio.making import PDF, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import store_file
from touchstone.apps.records.models import LogEntry
from touchstone.web.parts.transfers import slots

CONTENT = PDF + bytes(range(256)) * 1000
SIZE = len(CONTENT)
TAG = f'"{hashlib.sha256(CONTENT).hexdigest()}"'


@pytest.fixture
def stored(cast: Cast) -> StoredFile:
    alice = as_actor(cast.alice, Role.APPRENTICE)
    return store_file(who=alice, apprenticeship=enrolled(cast), upload=upload("Cofnod ŵyl.pdf", CONTENT))


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.alice)


def ask(client: Client, stored: StoredFile, **headers: str) -> Any:
    return client.get(f"/files/{stored.pk}/", headers=headers)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def hang_up(answer: Any) -> None:
    """As somebody does in the middle of a download."""
    next(answer._iterator)
    answer._iterator.close()


def test_a_whole_file_says_that_parts_can_be_had_and_which_state_it_is(client: Client, stored: StoredFile) -> None:
    answer = ask(client, stored)
    assert (answer.status_code, answer["Accept-Ranges"], answer["ETag"]) == (200, "bytes", TAG)
    assert answer["Content-Length"] == str(SIZE)
    assert "Content-Range" not in answer
    assert body(answer) == CONTENT


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=70000-200000", 70_000, 200_000),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=10-{SIZE * 2}", 10, SIZE - 1),
        ("bytes=-7", SIZE - 7, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        ("bytes = 5 - 6", 5, 6),
    ],
)
def test_a_part_is_given_as_206(client: Client, stored: StoredFile, asked: str, first: int, last: int) -> None:
    answer = ask(client, stored, range=asked)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(last - first + 1)
    assert body(answer) == CONTENT[first : last + 1]


@pytest.mark.parametrize(
    "asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0", "bytes=99999999999999999-"]
)
def test_a_part_outside_the_file_is_416_with_its_length(client: Client, stored: StoredFile, asked: str) -> None:
    answer = ask(client, stored, range=asked)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert not LogEntry.objects.filter(verb="file.opened").exists()


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2,5-6", "bytes=" + "9" * 5000 + "-", ""]
)
def test_what_makes_no_sense_or_asks_for_several_parts_gets_the_whole(
    client: Client, stored: StoredFile, asked: str
) -> None:
    answer = ask(client, stored, range=asked)
    assert answer.status_code == 200
    assert body(answer) == CONTENT


def test_a_part_of_another_state_of_the_file_gets_the_whole(client: Client, stored: StoredFile) -> None:
    same = ask(client, stored, **{"range": "bytes=0-9", "if-range": TAG})
    other = ask(client, stored, **{"range": "bytes=0-9", "if-range": '"another"'})
    dated = ask(client, stored, **{"range": "bytes=0-9", "if-range": "Wed, 21 Oct 2015 07:28:00 GMT"})
    weak = ask(client, stored, **{"range": "bytes=0-9", "if-range": f"W/{TAG}"})
    assert [same.status_code, other.status_code, dated.status_code, weak.status_code] == [206, 200, 200, 200]


def test_a_file_is_never_said_to_be_unchanged_because_no_browser_may_keep_it(
    client: Client, stored: StoredFile
) -> None:
    answer = ask(client, stored, **{"if-none-match": TAG})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_its_head_alone_opens_nothing(client: Client, stored: StoredFile) -> None:
    answer = client.head(f"/files/{stored.pk}/")
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(SIZE), b"")
    assert not LogEntry.objects.filter(verb="file.opened").exists()


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-9"}, {"range": f"bytes={SIZE}-"}])
def test_every_answer_is_a_download_that_runs_nothing(
    client: Client, stored: StoredFile, headers: dict[str, str]
) -> None:
    answer = ask(client, stored, **headers, **{"accept-encoding": "gzip"})
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Cofnod%20%C5%B5yl.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"


def test_a_player_that_asks_for_dozens_of_parts_has_opened_the_file_once(
    cast: Cast, client: Client, stored: StoredFile
) -> None:
    for first in range(0, 100_000, 10_000):
        body(ask(client, stored, range=f"bytes={first}-{first + 9_999}"))
    assert LogEntry.objects.filter(verb="file.opened", actor=cast.alice.pk).count() == 1
    body(ask(client_of(cast.tom), stored, range="bytes=5-9"))  # not his to open: it is attached to nothing yet
    body(ask(client, stored))
    body(ask(client, stored))
    assert LogEntry.objects.filter(verb="file.opened").count() == 3


class Pipe(File):  # type: ignore[type-arg]
    def seekable(self) -> bool:
        return False

    def seek(self, *_: Any) -> int:
        raise OSError("cannot seek")


class PipeStorage(FileSystemStorage):
    """A storage whose files can be read from the beginning only."""

    def _open(self, name: str, mode: str = "rb") -> Pipe:
        return Pipe(open(self.path(name), mode))  # noqa: PTH123


def test_of_a_storage_that_only_reads_from_the_beginning_the_whole_is_given(
    client: Client, stored: StoredFile, settings: Any
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.PipeStorage"}}
    answer = ask(client, stored, range="bytes=100-199")
    assert (answer.status_code, answer["Content-Length"]) == (200, str(SIZE))
    assert "Content-Range" not in answer
    assert body(answer) == CONTENT


def test_a_download_too_many_is_told_when_to_come_again_and_opens_nothing(
    client: Client, stored: StoredFile, settings: Any
) -> None:
    settings.TRANSFERS_AT_ONCE = 2
    first, second = ask(client, stored), ask(client, stored)
    third = ask(client, stored)
    assert (third.status_code, third["Retry-After"]) == (503, "30")
    assert "Too many files are on their way" in third.content.decode()
    assert LogEntry.objects.filter(verb="file.opened").count() == 2
    hang_up(first)
    fourth, fifth = ask(client, stored), ask(client, stored)
    assert (fourth.status_code, fifth.status_code) == (200, 503)
    assert body(second) == CONTENT


def test_a_download_that_was_refused_or_given_up_gives_its_place_back(
    client: Client, stored: StoredFile, settings: Any
) -> None:
    settings.TRANSFERS_AT_ONCE = 1
    StoredFile.objects.update(key="not there")
    assert [ask(client, stored).status_code for _ in range(3)] == [404, 404, 404]
    assert not slots._taken
    StoredFile.objects.update(key=stored.key)
    for _ in range(3):
        hang_up(ask(client, stored))
    assert not slots._taken


@pytest.mark.parametrize(
    ("setting", "header", "value"),
    [
        (("X-Accel-Redirect", "/inside/"), "X-Accel-Redirect", "/inside/{key}"),
        (("X-Sendfile", ""), "X-Sendfile", "{folder}/{key}"),
    ],
)
def test_a_proxy_can_send_the_file_in_our_place(
    client: Client, stored: StoredFile, settings: Any, setting: tuple[str, str], header: str, value: str
) -> None:
    settings.SENDFILE = setting
    answer = ask(client, stored, range="bytes=0-9")
    assert answer[header] == value.format(key=stored.key, folder=settings.MEDIA_ROOT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Disposition"].startswith("attachment")
    assert LogEntry.objects.filter(verb="file.opened").count() == 1
