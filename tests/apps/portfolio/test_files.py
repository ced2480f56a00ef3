"""Taking files in and giving them out."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import os
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.apps.portfolio.making import PDF, PNG, a_full_portfolio, added, piece, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.gateway.services import give, open_gateway
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import (
    change_evidence,
    drop_abandoned_uploads,
    drop_unattached,
    open_file,
    store_file,
    submit,
)
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused
from touchstone.web.ui.uploads import Received, UploadHandler


def store(cast: Cast, file: SimpleUploadedFile) -> StoredFile:
    return store_file(who=as_actor(cast.alice, Role.APPRENTICE), apprenticeship=enrolled(cast), upload=file)


def in_storage() -> set[str]:
    return set(default_storage.listdir("")[1])


def docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return held.getvalue()


def test_a_file_is_kept_under_a_key_that_says_nothing_with_its_hash_and_type(cast: Cast) -> None:
    stored = store(cast, upload("Tŷ mentora – sesiwn 1 🌱.pdf"))
    assert stored.name == "Tŷ mentora – sesiwn 1 🌱.pdf"
    assert uuid.UUID(stored.key)
    assert (stored.content_type, stored.size) == ("application/pdf", len(PDF))
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    with open_file(who=as_actor(cast.alice), file=stored) as content:
        assert content.read() == PDF


def test_opening_a_file_is_logged_with_who(cast: Cast) -> None:
    stored = store(cast, upload())
    open_file(who=as_actor(cast.tom, Role.TUTOR), file=stored).close()
    entry = LogEntry.objects.get(verb="file.opened")
    assert (entry.actor, entry.role, entry.subject) == (cast.tom.pk, "tutor", str(stored.pk))


def test_a_name_is_never_a_path(cast: Cast) -> None:
    assert names.for_people("C:\\Users\\alice\\log.pdf") == "log.pdf"
    assert names.for_people("../../etc/passwd") == "passwd"
    assert names.for_people("a\0b\r\nc.pdf") == "abc.pdf"
    assert names.for_people("") == "file"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("CON.pdf", "CON_.pdf"),
        ("com1", "com1_"),
        ("lpt9.tar.gz", "lpt9_.tar.gz"),
        ("console.pdf", "console.pdf"),
        ("....", "file"),
        ("notes. . ", "notes"),
        ("🌱 sesiwn.pdf", "🌱 sesiwn.pdf"),
        ("a\u2028b.pdf", "ab.pdf"),
    ],
)
def test_a_name_can_be_saved_on_any_device(given: str, shown: str) -> None:
    assert names.for_people(given) == shown


def test_what_a_killed_server_left_of_uploads_goes_and_what_still_arrives_stays(settings: Any, tmp_path: Path) -> None:
    settings.INCOMING = tmp_path / "incoming"
    assert drop_abandoned_uploads() == 0  # nothing ever arrived
    settings.INCOMING.mkdir()
    left, arriving, other = (settings.INCOMING / name for name in ("a.upload", "b.upload", "keep.txt"))
    for path in (left, arriving, other):
        path.write_bytes(b"x")
    yesterday = timezone.now().timestamp() - 24 * 60 * 60
    os.utime(left, (yesterday, yesterday))
    os.utime(other, (yesterday, yesterday))
    assert drop_abandoned_uploads() == 1
    assert set(settings.INCOMING.iterdir()) == {arriving, other}


def test_a_file_that_was_received_is_moved_and_its_hash_not_made_again(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.INCOMING = tmp_path / "incoming"
    handler = UploadHandler()
    handler.new_file("uploads", "log.pdf", "application/pdf", None)
    handler.receive_data_chunk(PDF, 0)
    received = handler.file_complete(len(PDF))
    assert isinstance(received, Received)
    number = Path(received.temporary_file_path()).stat().st_ino
    stored = store_file(who=as_actor(cast.alice, Role.APPRENTICE), apprenticeship=enrolled(cast), upload=received)
    received.close()
    path = Path(default_storage.path(stored.key))
    assert path.stat().st_ino == number  # the same file under another name
    assert path.stat().st_mode & 0o777 == 0o640
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert list(settings.INCOMING.iterdir()) == []


def test_characters_that_turn_the_direction_are_taken_out_of_a_name() -> None:
    assert names.for_people("report\u202efdp.exe") == "reportfdp.exe"
    assert names.for_people("سجل \u2067الجلسة\u2069.pdf") == "سجل الجلسة.pdf"


def test_a_name_too_long_is_refused_with_its_beginning(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"The name of the file “a{60}…” is too long"):
        store(cast, upload("a" * 300 + ".pdf"))
    assert StoredFile.objects.count() == 0


def test_an_empty_file_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"“nothing\.pdf” is empty"):
        store(cast, upload("nothing.pdf", b""))


def test_a_file_too_large_is_refused_by_what_is_really_there(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024**2
    large = upload("long.pdf", PDF + b"\0" * 1024**2)
    large.size = 10  # what a browser says of the size is not asked
    with pytest.raises(Refused, match="up to 1 MB"):
        store(cast, large)
    assert in_storage() == set()


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Log.PDF", PDF, "application/pdf"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 30, "image/jpeg"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 30, "image/heic"),
        ("notes.txt", "Trafodaeth â’r dysgwr: dwy awr".encode(), "text/plain"),
        ("table.csv", b"a,b\r\n1,2\r\n", "text/csv"),
        ("log.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("clip.mp4", b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 30, "video/mp4"),
        ("clip.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0" * 30, "video/quicktime"),
        ("voice.m4a", b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 30, "audio/mp4"),
        ("voice.mp3", b"ID3\3" + b"\0" * 30, "audio/mpeg"),
    ],
)
def test_the_common_types_are_taken(cast: Cast, name: str, content: bytes, content_type: str) -> None:
    assert store(cast, upload(name, content)).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("log.pdf", PNG, "named as a PDF file, but its content is something else"),
        ("log.docx", PDF, "named as a Word document file"),
        ("notes.txt", b"MZ\0\1\2", "named as a plain text file"),
        ("page.html", b"<html>", "of a type that cannot be added"),
        ("run.exe", b"MZ", "of a type that cannot be added"),
        ("noending", PDF, "of a type that cannot be added"),
        (".pdf", PDF, "of a type that cannot be added"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(cast: Cast, name: str, content: bytes, because: str) -> None:
    with pytest.raises(Refused, match=because):
        store(cast, upload(name, content))
    assert in_storage() == set()


class FullDisk(FileSystemStorage):
    """A storage that runs out of room after the first bytes, as a full disk does."""

    def _save(self, name: str, content: Any) -> str:
        Path(self.path(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(name)).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_leaves_neither_row_nor_half_a_file(cast: Cast, settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.FullDisk"}}
    with pytest.raises(Refused, match="no room for it"):
        store(cast, upload())
    assert StoredFile.objects.count() == 0
    assert in_storage() == set()


def test_a_row_that_cannot_be_written_leaves_no_file(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="done by a person"):
        store_file(who=SYSTEM, apprenticeship=one, upload=upload())
    assert in_storage() == set()


def test_files_that_belong_to_nothing_go_after_a_while_and_no_others(cast: Cast) -> None:
    one, alice, tom = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    left, kept, taken_out = (store_file(who=alice, apprenticeship=one, upload=upload(f"{n}.pdf")) for n in "abc")
    a_full_portfolio(cast, one)
    piece_of_it = added(cast, one, files=[kept, taken_out])
    submit(who=tom, apprenticeship=one)
    change_evidence(who=alice, evidence=piece_of_it, version=1, piece=piece(files=[kept]))
    photo = store_file(who=tom, apprenticeship=one, upload=upload("photo.png", PNG))
    gateway = open_gateway(who=tom, apprenticeship=one)
    give(who=tom, gateway=gateway, fact="photo_id", value=True, file=photo, version=gateway.version)
    assert drop_unattached(who=SYSTEM, before=timezone.now() - dt.timedelta(days=1)) == 0
    assert drop_unattached(who=SYSTEM, before=timezone.now()) == 1
    assert set(StoredFile.objects.all()) == {kept, taken_out, photo}
    assert in_storage() == {kept.key, taken_out.key, photo.key}
    assert LogEntry.objects.get(verb="file.dropped").subject == str(left.pk)


def test_a_storage_that_cannot_be_read_is_said_and_not_logged_as_opened(cast: Cast) -> None:
    stored = store(cast, upload())
    default_storage.delete(stored.key)
    Path(default_storage.path(stored.key)).mkdir()  # what is there cannot be opened as a file
    with pytest.raises(Refused, match="cannot be read from our storage at the moment"):
        open_file(who=as_actor(cast.tom), file=stored)
    assert not LogEntry.objects.filter(verb="file.opened").exists()


def test_a_file_missing_from_storage_is_said_and_not_logged_as_opened(cast: Cast) -> None:
    stored = store(cast, upload())
    default_storage.delete(stored.key)
    with pytest.raises(Refused, match="our storage does not have it"):
        open_file(who=as_actor(cast.tom), file=stored)
    assert not LogEntry.objects.filter(verb="file.opened").exists()
