"""Taking forms in: what is too much is said before it is read, and the text is given back."""

from __future__ import annotations

import re
import uuid
from html import unescape
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.apps.portfolio.making import PDF, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.content import Kind
from touchstone.apps.portfolio.inspection import look as inspecting
from touchstone.apps.portfolio.inspection import reason_against
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.web.parts.transfers import middleware, slots, stalled, take

MB = 1024 * 1024
TEXT = "Words nobody wants to type again"


def typed(**more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "type": "mentoring-log",
        "title": "First session",
        "happened_on-day": "7",
        "happened_on-month": "5",
        "happened_on-year": "2024",
        "text": TEXT,
        **more,
    }


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/apprenticeships/{enrolled(cast).pk}/evidence/add/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.alice)


def large(name: str = "film.mp4", size: int = 200_000) -> SimpleUploadedFile:
    return upload(name, b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"x" * size)


def test_more_than_a_request_may_hold_is_said_with_the_text_before_the_files(
    client: Client, page: str, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_MAX_TOTAL, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000, 50_000
    settings.INCOMING = tmp_path / "incoming"
    answer = client.post(page, typed(uploads=[large()]))
    said = unescape(text_of(answer))
    assert answer.status_code == 413
    assert "together up to 98 kB" in said
    assert TEXT in said
    assert not settings.INCOMING.exists()
    assert not StoredFile.objects.exists()


class Counted:
    """A body that says how much of it was read."""

    def __init__(self, body: bytes) -> None:
        self.body, self.read_bytes = body, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.body[self.read_bytes :][:size] if size >= 0 else self.body[self.read_bytes :]
        self.read_bytes += len(piece)
        return piece

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("a form is not read by lines")


def text_of(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)).decode()


def sent(client: Client, page: str, body: Counted, length: int) -> Any:
    return raw(client, page, {"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART_CONTENT})


def raw(client: Client, page: str, environ: dict[str, Any]) -> Any:
    """A request with its environment as the server would give it."""
    return client.generic("POST", page, **environ)


def test_of_a_request_too_large_no_more_than_its_text_is_read_before_the_answer(
    client: Client, page: str, settings: Any
) -> None:
    settings.UPLOAD_MAX_TOTAL, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = MB, MB
    body = Counted(encode_multipart(BOUNDARY, typed(uploads=[large(size=5 * MB)])))
    answer = sent(client, page, body, len(body.body))
    assert answer.status_code == 413
    assert body.read_bytes < MB
    assert TEXT in unescape(text_of(answer))


def test_a_declared_length_alone_is_enough_to_say_so(client: Client, page: str) -> None:
    body = Counted(b"x")
    headers = {"CONTENT_LENGTH": str(50 * 1024 * MB), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    answer = raw(client, page, {"wsgi.input": body, **headers})
    assert answer.status_code == 413
    assert body.read_bytes == 0


def test_a_text_too_long_for_a_form_is_413(client: Client, page: str) -> None:
    answer = client.post(page, typed(text="x" * (6 * MB)))
    assert answer.status_code == 413
    assert "a shorter text" in text_of(answer)


def test_a_form_of_too_many_fields_is_413(client: Client, page: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    assert client.post(page, {f"f{n}": "x" for n in range(20)}).status_code == 413


def test_a_form_of_a_thousand_files_is_413(client: Client, page: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 5
    answer = client.post(page, typed(uploads=[upload(f"{n}.pdf") for n in range(8)]))
    assert answer.status_code == 413
    assert not StoredFile.objects.exists()


def test_of_files_too_many_for_the_site_none_is_stored_and_the_text_stays(
    client: Client, page: str, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_MAX_FILES, settings.INCOMING = 2, tmp_path / "incoming"
    answer = client.post(page, typed(uploads=[upload(f"{n}.pdf") for n in range(4)]))
    said = unescape(text_of(answer))
    assert answer.status_code == 422
    assert "A piece can have up to 2 files. It has 0, and you selected 4 more" in said
    assert TEXT in said
    assert not StoredFile.objects.exists()
    assert list(settings.INCOMING.iterdir()) == []


def test_a_body_that_does_not_say_how_long_it_is_is_411(client: Client, page: str) -> None:
    answer = raw(
        client, page, {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "CONTENT_TYPE": MULTIPART_CONTENT}
    )
    assert answer.status_code == 411
    assert "does not say how long it is" in text_of(answer)


@pytest.mark.parametrize("missing", [1, 100_000, 200_300])
def test_a_form_that_broke_off_is_not_taken_for_a_whole_one(
    client: Client, page: str, settings: Any, tmp_path: Path, missing: int
) -> None:
    settings.INCOMING = tmp_path / "incoming"
    whole = encode_multipart(BOUNDARY, typed(uploads=[large()]))
    body = Counted(whole[:-missing])
    answer = sent(client, page, body, len(whole))
    assert answer.status_code == 400
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert not slots._taken


def test_a_body_longer_than_it_says_is_read_no_further(client: Client, page: str) -> None:
    whole = encode_multipart(BOUNDARY, typed(uploads=[large()]))
    body = Counted(whole + b"x" * MB)
    sent(client, page, body, len(whole))
    assert body.read_bytes == len(whole)


@pytest.mark.parametrize(
    "name", ["..", ".", "a/../..", "\0", "CON.pdf", "....pdf", "🌱" * 60 + ".pdf", "x" * 300 + ".pdf"]
)
def test_no_name_of_a_file_is_a_server_error(client: Client, page: str, name: str) -> None:
    body = encode_multipart(BOUNDARY, typed(uploads=[upload("NAME.pdf")])).replace(b"NAME.pdf", name.encode())
    answer = client.generic("POST", page, body, content_type=MULTIPART_CONTENT)
    assert answer.status_code in {302, 422}
    assert TEXT in unescape(text_of(answer)) or Evidence.objects.exists()


def test_what_nobody_sends_is_not_written_down_and_the_text_is_given_back(
    page: str, settings: Any, tmp_path: Path
) -> None:
    settings.INCOMING = tmp_path / "incoming"
    answer = Client().post(page, typed(uploads=[large()]))
    assert TEXT in unescape(text_of(answer))
    assert not settings.INCOMING.exists()


def test_an_upload_too_many_is_told_when_to_come_again_with_its_text(
    client: Client, page: str, settings: Any, rf: Any
) -> None:
    settings.TRANSFERS_AT_ONCE = 1
    held = take(rf.get("/"))
    assert held is not None
    answer = client.post(page, typed(uploads=[large()]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert TEXT in unescape(text_of(answer))
    assert client.post(page, typed(title="Small", uploads=[upload("small.pdf", PDF)])).status_code == 302
    held.give_back()
    assert client.post(page, typed(uploads=[large()])).status_code == 302
    assert not slots._taken


def test_one_person_keeps_nobody_else_from_sending(
    cast: Cast, client: Client, page: str, settings: Any, rf: Any
) -> None:
    settings.TRANSFERS_AT_ONCE = 16
    nobodys = rf.get("/")
    hers = rf.get("/")
    hers.actor = as_actor(cast.alice, Role.APPRENTICE)
    held = [take(request) for request in [hers] * 4 + [nobodys] * 8]
    assert all(held)
    assert take(nobodys) is None  # half of the places, for all who are not signed in
    assert client.post(page, typed(uploads=[large()])).status_code == 503  # a quarter, for one person
    tutor = rf.get("/")
    tutor.actor = as_actor(cast.tom, Role.TUTOR)
    held.append(take(tutor))
    assert held[-1] is not None
    for slot in held:
        assert slot is not None
        slot.give_back()
    assert client.post(page, typed(uploads=[large()])).status_code == 302


def test_files_keep_their_place_while_they_are_looked_at_and_other_forms_do_not(
    client: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def watched(kind: Kind, file: BinaryIO) -> str:
        taken.append(len(slots._taken))
        return reason_against(kind, file)

    monkeypatch.setattr(inspecting, "reason_against", watched)
    assert client.post(page, typed(uploads=[large(), upload("small.pdf", PDF)])).status_code == 302
    assert taken == [1, 1]
    assert not slots._taken
    assert not stalled._watched


def test_forms_without_files_are_taken_in_while_all_places_are_held(client: Client, page: str, settings: Any) -> None:
    settings.TRANSFERS_AT_ONCE = 0
    assert client.post(page, typed()).status_code == 302


@pytest.mark.usefixtures("transactional_db")
def test_no_connection_to_the_database_is_held_while_a_large_form_arrives(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cast import gather

    cast = gather()
    client, one = client_of(cast.alice), enrolled(cast)
    held: list[bool] = []
    real = middleware._Arriving.read

    def watched(self: Any, size: int = -1) -> bytes:
        held.append(connection.connection is not None)
        return real(self, size)

    monkeypatch.setattr(middleware._Arriving, "read", watched)
    answer = client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=[large()]))
    assert answer.status_code == 302
    assert held
    assert not any(held)


def test_only_transfers_that_stay_slow_are_taken_for_stopped() -> None:
    moved = {"fast": 0, "slow": 0}
    fast = stalled.Watched("192.0.2.1", lambda: moved["fast"])
    slow = stalled.Watched("192.0.2.2", lambda: moved["slow"])
    for look in range(stalled.LOOKS):
        moved["fast"] += stalled.LEAST_BYTES_A_SECOND
        moved["slow"] += 10
        stopped = stalled._stopped([fast, slow], 1.0)
        assert stopped == ({"192.0.2.2"} if look == stalled.LOOKS - 1 else set())
    moved["fast"] += stalled.LEAST_BYTES_A_SECOND
    moved["slow"] += stalled.LEAST_BYTES_A_SECOND
    assert stalled._stopped([fast, slow], 1.0) == set()


def test_the_limits_are_on_the_field_for_the_script_to_say(client: Client, page: str, settings: Any) -> None:
    said = client.get(page, follow=True).content.decode()
    assert re.search(rf'data-max-total="{settings.UPLOAD_MAX_TOTAL}"', said)
