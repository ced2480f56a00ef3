"""Files that arrive in pieces: the protocol, what is refused, and whose they are."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import uuid
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from tests.apps.portfolio.making import PDF, PNG, added
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.portfolio import arriving
from touchstone.apps.portfolio.models import StoredFile, Upload
from touchstone.apps.portfolio.services import drop_expired

pytestmark = pytest.mark.django_db

TUS = {"Tus-Resumable": "1.0.0"}
LOG = PDF + b"% " + b"what we did, and why. " * 400 + b"\n%%EOF\n"


@pytest.fixture(autouse=True)
def arriving_folder(settings: Any, tmp_path: Path) -> Path:
    settings.ARRIVING = tmp_path / "arriving"
    return tmp_path / "arriving"


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


@pytest.fixture
def alice(cast: Cast, one: Apprenticeship) -> Client:
    return client_of(cast.alice)


def coded(**said: str) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())


def begin(client: Client, one: Apprenticeship, name: str = "log.pdf", size: object = len(LOG), **more: str) -> Any:
    return client.post(
        f"/apprenticeships/{one.pk}/uploads/",
        headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": coded(filename=name, **more)},
    )


def begun(client: Client, one: Apprenticeship, name: str = "log.pdf", size: object = len(LOG), **more: str) -> str:
    answer = begin(client, one, name, size, **more)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def send(client: Client, address: str, body: bytes, at: object, **more: str) -> Any:
    headers = {**TUS, "Upload-Offset": str(at), **{name.replace("_", "-"): value for name, value in more.items()}}
    return client.patch(address, body, content_type="application/offset+octet-stream", headers=headers)


def offset(client: Client, address: str) -> int:
    answer = client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer["Upload-Offset"])


def finish(client: Client, address: str, body: bytes | None = None) -> Any:
    return client.post(address, {"sha256": hashlib.sha256(body).hexdigest()} if body is not None else {})


def test_a_file_arrives_in_pieces_and_becomes_a_stored_file(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    address = begun(alice, one, lastmodified="1717000000000")
    assert offset(alice, address) == 0
    answer = send(alice, address, LOG[:1000], 0)
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (204, "1000", "1.0.0")
    assert offset(alice, address) == 1000
    assert send(alice, address, LOG[1000:], 1000)["Upload-Offset"] == str(len(LOG))
    assert StoredFile.objects.count() == 0
    answer = finish(alice, address, LOG)
    assert answer.status_code == 200
    stored = StoredFile.objects.get(pk=answer.json()["file"])
    assert (stored.name, stored.size, stored.content_type) == ("log.pdf", len(LOG), "application/pdf")
    assert stored.sha256 == hashlib.sha256(LOG).hexdigest()
    assert stored.uploaded_by == cast.alice
    with default_storage.open(stored.key) as content:
        assert content.read() == LOG
    upload = Upload.objects.get()
    assert (upload.file, upload.modified_at) == (stored, dt.datetime(2024, 5, 29, 16, 26, 40, tzinfo=dt.UTC))
    assert offset(alice, address) == len(LOG)  # asked by whoever lost the answer


def test_finishing_twice_gives_the_same_file_and_leaves_nothing_behind(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    address = begun(alice, one)
    send(alice, address, LOG, 0)
    first, second = finish(alice, address, LOG).json(), finish(alice, address, LOG).json()
    assert first == second
    assert StoredFile.objects.count() == 1
    assert list(arriving_folder.iterdir()) == []


def test_an_answer_is_kept_by_no_cache_and_says_when_the_upload_expires(
    alice: Client, one: Apprenticeship, settings: Any
) -> None:
    settings.UPLOAD_DAYS = 3
    answer = begin(alice, one)
    assert "GMT" in answer["Upload-Expires"]
    left = Upload.objects.get().expires_at - timezone.now()
    assert dt.timedelta(days=2, hours=23) < left <= dt.timedelta(days=3)
    assert "no-store" in alice.head(answer["Location"], headers=TUS)["Cache-Control"]


def test_what_is_spoken_is_said_to_whoever_asks(alice: Client, one: Apprenticeship) -> None:
    for address in (f"/apprenticeships/{one.pk}/uploads/", begun(alice, one)):
        answer = alice.options(address)
        assert answer.status_code == 204
        assert answer["Tus-Version"] == "1.0.0"
        assert answer["Tus-Extension"] == "creation,expiration,termination,checksum"
        assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert int(answer["Tus-Max-Size"]) == 2048 * 1024**2


def test_another_version_of_the_protocol_is_refused(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    for answer in (
        alice.head(address, headers={"Tus-Resumable": "0.2.2"}),
        alice.post(f"/apprenticeships/{one.pk}/uploads/", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "5"}),
    ):
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize("at", [0, 999, 1001, len(LOG) - 1])
def test_a_piece_that_does_not_belong_there_changes_nothing(alice: Client, one: Apprenticeship, at: int) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:1000], 0)
    assert send(alice, address, b"x", at).status_code == 409
    assert offset(alice, address) == 1000


def test_more_than_was_announced_is_refused_and_nothing_of_it_kept(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:-1], 0)
    assert send(alice, address, b"xy", len(LOG) - 1).status_code == 413
    assert offset(alice, address) == len(LOG) - 1


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_is_taken_only_as_its_checksum_says(alice: Client, one: Apprenticeship, algorithm: str) -> None:
    address = begun(alice, one)
    right = f"{algorithm} {b64encode(hashlib.new(algorithm, LOG[:1000]).digest()).decode()}"
    assert send(alice, address, b"x" + LOG[1:1000], 0, Upload_Checksum=right).status_code == 460
    assert offset(alice, address) == 0
    assert send(alice, address, LOG[:1000], 0, Upload_Checksum=right).status_code == 204
    send(alice, address, LOG[1000:], 1000)
    assert finish(alice, address, LOG).status_code == 200


@pytest.mark.parametrize("checksum", ["md5 abc", "sha256", "sha256 ***", "crc32 AAAA"])
def test_a_checksum_nobody_can_read_is_refused(alice: Client, one: Apprenticeship, checksum: str) -> None:
    address = begun(alice, one)
    assert send(alice, address, LOG, 0, Upload_Checksum=checksum).status_code == 400
    assert offset(alice, address) == 0


def test_pieces_can_come_by_post_where_a_network_lets_nothing_else_through(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    answer = alice.post(
        address,
        LOG,
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )
    assert answer.status_code == 204
    assert alice.post(address, headers={**TUS, "X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("size", "status"),
    [
        ("-1", 400),
        ("", 400),
        ("1e9", 400),
        ("٣", 400),
        ("9" * 30, 400),
        ("9" * 18, 413),
        (0, 422),
        (200 * 1024**2 + 1, 413),
    ],
)
def test_a_size_that_cannot_be_is_refused_at_once(
    alice: Client, one: Apprenticeship, size: object, status: int
) -> None:
    assert begin(alice, one, size=size).status_code == status
    assert not Upload.objects.exists()


def test_a_recording_may_be_longer_than_a_document(alice: Client, one: Apprenticeship) -> None:
    assert begin(alice, one, "session.mp4", 2048 * 1024**2).status_code == 201
    answer = begin(alice, one, "session.mp4", 2048 * 1024**2 + 1)
    assert answer.status_code == 413
    assert "up to 2048 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("", 400),
        ("filename", 400),
        ("filename ***", 400),
        ("filename /w==", 400),
        (coded(filename="   "), 400),
        (coded(filename="run.exe"), 422),
        (coded(filename="x" * 300 + ".pdf"), 422),
        (coded(name="log.pdf"), 400),
    ],
)
def test_metadata_that_lies_or_is_noise_is_refused(alice: Client, one: Apprenticeship, said: str, status: int) -> None:
    headers = {**TUS, "Upload-Length": "100", "Upload-Metadata": said}
    assert alice.post(f"/apprenticeships/{one.pk}/uploads/", headers=headers).status_code == status
    assert not Upload.objects.exists()


@pytest.mark.parametrize("moment", ["", "yesterday", "-1", "9" * 40, "NaN"])
def test_a_date_that_cannot_be_is_left_out(alice: Client, one: Apprenticeship, moment: str) -> None:
    begun(alice, one, lastmodified=moment)
    assert Upload.objects.get().modified_at is None


def test_a_date_to_come_is_now(alice: Client, one: Apprenticeship) -> None:
    begun(alice, one, lastmodified="4102444800000")
    found = Upload.objects.get().modified_at
    assert found is not None
    assert found <= timezone.now()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\x\\log.pdf", "/log.pdf", "a\0b.pdf"])
def test_a_name_is_never_a_path(alice: Client, one: Apprenticeship, arriving_folder: Path, name: str) -> None:
    address = begun(alice, one, name)
    send(alice, address, LOG, 0)
    assert [path.name for path in arriving_folder.iterdir()] == [str(Upload.objects.get().pk)]
    assert "/" not in Upload.objects.get().name
    assert finish(alice, address).status_code == 200


def test_a_file_that_is_not_what_its_name_says_is_refused_when_it_is_whole_and_gone(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    address = begun(alice, one, "log.pdf", len(PNG))
    send(alice, address, PNG, 0)
    answer = finish(alice, address, PNG)
    assert answer.status_code == 422
    assert "its content is something else" in answer.json()["says"]
    assert not Upload.objects.exists()
    assert list(arriving_folder.iterdir()) == []
    assert default_storage.listdir("")[1] == []


def test_a_file_that_changed_while_it_was_uploaded_is_told_and_nothing_kept(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    address = begun(alice, one)
    send(alice, address, LOG, 0)
    answer = finish(alice, address, LOG[:-1] + b"!")
    assert answer.status_code == 422
    assert "it was changed while it was uploaded" in answer.json()["says"]
    assert not StoredFile.objects.exists()
    assert not Upload.objects.exists()
    assert list(arriving_folder.iterdir()) == []


def test_what_is_not_whole_cannot_be_finished_and_stays(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:10], 0)
    assert finish(alice, address).status_code == 409
    assert offset(alice, address) == 10


def test_the_same_file_twice_is_said(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    def sent(name: str) -> Any:
        address = begun(alice, one, name)
        send(alice, address, LOG, 0)
        return finish(alice, address, LOG).json()

    first = sent("log.pdf")
    assert first["same"] == ""
    second = sent("copy.pdf")
    assert (second["same"], second["in"]) == ("log.pdf", "")
    assert alice.delete(f"/uploads/{second['file']}/", headers=TUS).status_code == 204
    added(cast, one, title="The first week", files=[StoredFile.objects.get()])
    third = sent("again.pdf")
    assert (third["same"], third["in"]) == ("log.pdf", "The first week")


def test_an_upload_given_up_is_gone_with_what_came_of_it(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:10], 0)
    assert alice.delete(address, headers=TUS).status_code == 204
    assert list(arriving_folder.iterdir()) == []
    assert alice.head(address, headers=TUS).status_code == 404
    assert send(alice, address, LOG[10:], 10).status_code == 404


def test_a_file_of_a_piece_is_not_given_up_with_its_upload(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    address = begun(alice, one)
    send(alice, address, LOG, 0)
    stored = StoredFile.objects.get(pk=finish(alice, address).json()["file"])
    added(cast, one, files=[stored])
    assert alice.delete(address, headers=TUS).status_code == 422
    assert StoredFile.objects.get() == stored


def test_nobody_else_finds_an_upload(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:10], 0)
    for person in (cast.tom, cast.lena, cast.wendy):
        other = client_of(person)
        assert other.head(address, headers=TUS).status_code == 404
        assert send(other, address, LOG[10:], 10).status_code == 404
        assert finish(other, address).status_code == 404
        assert other.delete(address, headers=TUS).status_code == 404
        assert other.post(f"{address}remove/").status_code == 404
    assert offset(alice, address) == 10


def test_only_those_who_add_evidence_announce_a_file(one: Apprenticeship, cast: Cast) -> None:
    assert begin(client_of(cast.tom), one).status_code == 201
    assert begin(client_of(cast.lena), one).status_code == 403
    assert begin(client_of(cast.wendy), one).status_code == 404
    assert begin(Client(), one).status_code == 302
    assert Upload.objects.count() == 1


def test_a_piece_without_the_token_of_the_page_is_refused(cast: Cast, one: Apprenticeship) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert begin(strict, one).status_code == 403
    address = begun(client_of(cast.alice), one)
    assert send(strict, address, LOG, 0).status_code == 403
    assert strict.delete(address, headers=TUS).status_code == 403


def test_somebody_may_have_so_many_unfinished_uploads(
    alice: Client, one: Apprenticeship, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("touchstone.apps.portfolio.services.uploads.MOST_UNFINISHED", 2)
    addresses = [begun(alice, one) for _ in range(2)]
    answer = begin(alice, one)
    assert (answer.status_code, "2 unfinished uploads" in answer.content.decode()) == (422, True)
    send(alice, addresses[0], LOG, 0)
    finish(alice, addresses[0])
    assert begin(alice, one).status_code == 201


def test_a_disk_nearly_full_takes_no_more_keeps_what_came_and_goes_on_when_there_is_room(
    alice: Client, one: Apprenticeship, settings: Any
) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:1000], 0)
    settings.UPLOAD_DISK_PERCENT = 0  # as if it were fuller than it may be
    answer = send(alice, address, LOG[1000:], 1000)
    assert (answer.status_code, "What has arrived is kept" in answer.getvalue().decode()) == (507, True)
    assert begin(alice, one).status_code == 507
    assert offset(alice, address) == 1000
    settings.UPLOAD_DISK_PERCENT = 100
    send(alice, address, LOG[1000:], 1000)
    assert finish(alice, address, LOG).status_code == 200


def test_what_arrived_is_kept_while_storage_or_scanner_do_not_answer(
    alice: Client, one: Apprenticeship, settings: Any
) -> None:
    address = begun(alice, one)
    send(alice, address, LOG, 0)
    settings.CLAMAV = "unix:/no/such/socket"
    answer = finish(alice, address, LOG)
    assert (answer.status_code, "scanner does not answer" in answer.json()["says"]) == (503, True)
    assert offset(alice, address) == len(LOG)
    settings.CLAMAV = ""
    assert finish(alice, address, LOG).status_code == 200


def test_a_hash_is_right_wherever_its_beginning_was_taken_in(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    send(alice, address, LOG[:1000], 0)
    arriving._begun.known.clear()  # another process took the next piece
    send(alice, address, LOG[1000:2000], 1000)
    send(alice, address, LOG[2000:], 2000)
    assert finish(alice, address, LOG).status_code == 200


def test_a_piece_that_breaks_off_is_kept_as_far_as_it_came(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    address = begun(alice, one)
    broken_off: Any = {"wsgi.input": io.BytesIO(LOG[:700])}
    headers = {**TUS, "Upload-Offset": "0"}
    alice.patch(address, LOG, content_type="application/offset+octet-stream", headers=headers, **broken_off)
    assert offset(alice, address) == 700


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Upload-Offset": "-1"}, 400), ({"Upload-Offset": ""}, 400), ({}, 400), ({"Upload-Offset": "9" * 40}, 400)],
)
def test_a_piece_that_does_not_say_where_it_belongs_is_refused(
    alice: Client, one: Apprenticeship, headers: dict[str, str], status: int
) -> None:
    address = begun(alice, one)
    answer = alice.patch(address, LOG, content_type="application/offset+octet-stream", headers={**TUS, **headers})
    assert answer.status_code == status
    assert (
        alice.patch(address, LOG, content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code == 415
    )


def test_an_upload_nobody_finished_expires_with_what_came_of_it(
    alice: Client, one: Apprenticeship, arriving_folder: Path
) -> None:
    old, new = begun(alice, one), begun(alice, one)
    for address in (old, new):
        send(alice, address, LOG[:10], 0)
    unknown = arriving_folder / str(uuid.uuid4())
    unknown.write_bytes(b"left by a killed process")
    yesterday = timezone.now().timestamp() - 25 * 60 * 60
    os.utime(unknown, (yesterday, yesterday))
    Upload.objects.filter(pk=old.split("/")[2]).update(expires_at=timezone.now())
    assert alice.head(old, headers=TUS).status_code == 404
    assert drop_expired(who=SYSTEM) == 1
    assert [str(one.pk) for one in Upload.objects.all()] == [new.split("/")[2]]
    assert [path.name for path in arriving_folder.iterdir()] == [new.split("/")[2]]
    assert offset(alice, new) == 10


def test_a_process_killed_between_storing_and_noting_it_leaves_one_file(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one)
    send(alice, address, LOG, 0)
    first = finish(alice, address, LOG).json()
    Upload.objects.update(file=None)  # as it was, had the process ended there
    assert finish(alice, address, LOG).json() == first
    assert StoredFile.objects.count() == 1


def test_an_upload_for_a_piece_is_offered_on_its_form_and_not_on_others(
    alice: Client, one: Apprenticeship, cast: Cast
) -> None:
    first, second = added(cast, one), added(cast, one)
    begun(alice, one, "for the first.pdf", piece=str(first.pk))
    assert "for the first.pdf" in alice.get(f"/evidence/{first.pk}/change/").content.decode()
    assert "for the first.pdf" not in alice.get(f"/evidence/{second.pk}/change/").content.decode()
    assert Upload.objects.get().evidence == first


@pytest.mark.parametrize("piece", ["nonsense", str(uuid.UUID(int=1))])
def test_a_piece_nobody_knows_is_left_out(alice: Client, one: Apprenticeship, piece: str) -> None:
    begun(alice, one, piece=piece)
    assert Upload.objects.get().evidence is None


def test_the_button_of_the_page_removes_an_upload(alice: Client, one: Apprenticeship) -> None:
    address = begun(alice, one, "half.pdf")
    send(alice, address, LOG[:1024], 0)
    shown = alice.get(f"/apprenticeships/{one.pk}/uploads/").content.decode()
    assert "1.0 kB of" in shown or "1 kB of" in shown
    answer = alice.post(f"{address}remove/", follow=True)
    assert "“half.pdf” is removed" in answer.content.decode()
    assert not Upload.objects.exists()
