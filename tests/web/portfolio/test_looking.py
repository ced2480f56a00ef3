"""Seeing a file on a page, and the files of a piece: what the pages say, and what they lead to."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.apps.portfolio.making import PDF, PNG, a_full_portfolio, added, upload
from tests.apps.portfolio.pictures import RED, close_to, document, film, heic, photo, recording
from tests.apps.portfolio.test_files import docx
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.portfolio.test_writing import typed
from tests.web.signed_in import client_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.apps.portfolio.services import forget_content, rename_file, store_file, submit
from touchstone.apps.records.models import LogEntry


def with_file(cast: Cast, name: str = "log.pdf", content: bytes = PDF) -> tuple[Evidence, StoredFile]:
    one = enrolled(cast)
    file = store_file(who=as_actor(cast.alice, Role.APPRENTICE), apprenticeship=one, upload=upload(name, content))
    return added(cast, one, files=[file]), file


def says(person: User, address: str, status: int = 200) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("p.heic", heic(), ['<img class="ts-look"', "phone photo", "Shown upright"]),
        (
            "p.pdf",
            document(7),
            ["7 pages, shown as pictures", "?page=5", "Page 5 of 7", "download the document itself"],
        ),
        ("p.mp4", film(), ['<video class="ts-look" controls preload="metadata"', "If it does not play here"]),
        ("p.mp3", recording(), ['<audio class="ts-look" controls']),
        ("p.docx", docx(), ["Word document", "opens in a program of your own"]),
        ("p.png", PNG, ["“p.png” is damaged, or not quite what its name says", "Download it"]),
        ("p.mp4", film(index_first=False)[:500], ["it was never finished", "copy it again", "is kept as it came"]),
        ("p.mp4", film()[:-200], ["The end of this recording is missing", "<video"]),
    ],
)
def test_each_kind_of_file_is_seen_in_its_own_way(cast: Cast, name: str, content: bytes, shown: list[str]) -> None:
    evidence, file = with_file(cast, name, content)
    text = says(cast.tom, f"/files/{file.pk}/look/")
    for words in (*shown, f"/evidence/{evidence.pk}/", f"/files/{file.pk}/", file.sha256):
        assert words in text
    assert LogEntry.objects.get(verb="file.opened").actor == cast.tom.pk


def test_a_film_that_cannot_be_played_has_no_player(cast: Cast) -> None:
    _, file = with_file(cast, "p.mp4", film(index_first=False)[:500])
    assert "<video" not in says(cast.tom, f"/files/{file.pk}/look/")


def test_a_long_document_is_shown_a_few_pages_at_a_time(cast: Cast) -> None:
    _, file = with_file(cast, "p.pdf", document(7))
    text = says(cast.tom, f"/files/{file.pk}/look/?page=2")
    assert "Page 6 of 7" in text
    assert "Page 5 of 7" not in text


def test_a_picture_is_a_picture_and_nothing_else(cast: Cast) -> None:
    _, file = with_file(cast, "p.heic", heic())
    answer = client_of(cast.tom).get(f"/files/{file.pk}/picture/")
    assert close_to(Image.open(io.BytesIO(answer.content)).getpixel((10, 10)), RED)
    assert b"Phone of Ann" not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", ["0", "4", "x", "-1", "9999999", ""])
def test_a_page_that_is_not_there_is_not_found(cast: Cast, page: str) -> None:
    _, file = with_file(cast, "p.pdf", document(3))
    assert client_of(cast.tom).get(f"/files/{file.pk}/picture/?page={page}").status_code == 404


def test_more_pictures_than_there_is_room_for_are_put_off(cast: Cast, settings: Any) -> None:
    settings.TRANSFERS_AT_ONCE = 0
    _, file = with_file(cast, "p.pdf", document(3))
    for address in ("look/", "picture/"):
        answer = client_of(cast.tom).get(f"/files/{file.pk}/{address}")
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("address", ["", "look/", "picture/"])
def test_what_is_forgotten_is_gone_for_good_at_every_address(cast: Cast, address: str) -> None:
    evidence, file = with_file(cast)
    forget_content(who=as_actor(cast.tom), file=file)
    assert "The content of this file was deleted for good" in says(cast.tom, f"/files/{file.pk}/{address}", 410)
    text = says(cast.tom, f"/evidence/{evidence.pk}/")
    assert "Content deleted on" in text
    assert f"/files/{file.pk}/" not in text


def test_an_assessor_sees_the_same_of_what_was_submitted_and_is_led_back_there(cast: Cast) -> None:
    evidence, file = with_file(cast, "p.pdf", document(2))
    a_full_portfolio(cast, evidence.apprenticeship)
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=evidence.apprenticeship)
    item = portfolio.items.get(evidence=evidence)
    text = says(cast.ada, f"/portfolios/items/{item.pk}/")
    assert f"/files/{file.pk}/look/" in text
    assert "Rename" not in text
    text = says(cast.ada, f"/files/{file.pk}/look/")
    assert f"/portfolios/items/{item.pk}/" in text
    assert f"/evidence/{evidence.pk}/" not in text
    assert client_of(cast.ada).get(f"/files/{file.pk}/picture/?page=2").status_code == 200


def test_a_file_is_renamed_and_the_piece_says_so(cast: Cast) -> None:
    evidence, file = with_file(cast)
    page = f"/files/{file.pk}/name/"
    assert 'value="log"' in says(cast.alice, page)
    answer = client_of(cast.alice).post(page, {"version": "1", "name": "Session plan"}, follow=True)
    assert "The file is called “Session plan.pdf” now." in unescape(answer.content.decode())
    assert answer.request["PATH_INFO"] == f"/evidence/{evidence.pk}/"


@pytest.mark.parametrize(("name", "because"), [("", "Enter a name"), (".pdf", "Enter a name for the file")])
def test_a_name_that_is_none_is_said_at_its_field(cast: Cast, name: str, because: str) -> None:
    _, file = with_file(cast)
    answer = client_of(cast.alice).post(f"/files/{file.pk}/name/", {"version": "1", "name": name})
    assert answer.status_code == 422
    assert because in answer.content.decode()


def test_the_second_of_two_who_rename_keeps_what_they_typed(cast: Cast) -> None:
    evidence, file = with_file(cast)
    rename_file(who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, file=file, name="His")
    answer = client_of(cast.alice).post(f"/files/{file.pk}/name/", {"version": "1", "name": "Hers"})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Somebody changed this piece" in text
    assert 'value="Hers"' in text
    assert 'name="version" value="2"' in text


def test_a_file_is_replaced_and_the_earlier_one_leads_to_what_it_was(cast: Cast) -> None:
    _, file = with_file(cast)
    new = SimpleUploadedFile("log 2.pdf", document(1))
    answer = client_of(cast.alice).post(f"/files/{file.pk}/replace/", {"version": "1", "upload": new}, follow=True)
    text = unescape(answer.content.decode())
    assert "“log 2.pdf” has taken the place of “log.pdf”, which is kept." in text
    assert "Earlier versions" in text
    assert f"/files/{file.pk}/look/" in text
    assert "This is an earlier version" in says(cast.tom, f"/files/{file.pk}/look/")
    assert says(cast.tom, f"/files/{file.pk}/replace/", 404)


def test_a_file_that_arrived_while_another_changed_the_piece_is_not_asked_for_again(cast: Cast) -> None:
    evidence, file = with_file(cast)
    rename_file(who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, file=file, name="His")
    page = f"/files/{file.pk}/replace/"
    alice = client_of(cast.alice)
    answer = alice.post(page, {"version": "1", "upload": SimpleUploadedFile("log 2.pdf", document(1))})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "“log 2.pdf” has arrived" in text
    new = StoredFile.objects.get(name="log 2.pdf")
    answer = alice.post(page, {"version": "2", "arrived": str(new.pk)}, follow=True)
    assert "has taken the place of “His.pdf”" in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("sent", "because"),
    [
        ({}, "Select the file to put in its place"),
        ({"arrived": "5f0c6c3e-58a5-4f57-8d3f-0e6b6a3f9d11"}, "Select the file"),
        ({"upload": SimpleUploadedFile("run.exe", b"MZ")}, "of a type that cannot be added"),
        ({"upload": SimpleUploadedFile("log.pdf", PDF)}, "is the file that is there already"),
    ],
)
def test_what_cannot_take_the_place_is_said_at_the_field(cast: Cast, sent: dict[str, Any], because: str) -> None:
    _, file = with_file(cast)
    answer = client_of(cast.alice).post(f"/files/{file.pk}/replace/", {"version": "1", **sent})
    assert answer.status_code == 422
    assert because in unescape(answer.content.decode())


def test_a_photo_that_tells_its_place_is_replaced_at_one_press(cast: Cast) -> None:
    evidence, file = with_file(cast, "IMG_1.HEIC", heic())
    page = f"/evidence/{evidence.pk}/"
    text = says(cast.alice, page)
    assert "This photo says where it was taken (GPS)" in text
    assert "This photo says" not in says(cast.quentin, page)  # reads, and does not write
    alice = client_of(cast.alice)
    answer = alice.post(f"/files/{file.pk}/without-place/", {"version": "1"}, follow=True)
    text = unescape(answer.content.decode())
    assert "IMG_1.jpg" in text
    assert "This photo says" not in text
    again = alice.post(f"/files/{file.pk}/without-place/", {"version": "1"})
    assert again.status_code == 404  # it is an earlier version now


def test_two_who_press_at_once_make_one_copy(cast: Cast) -> None:
    evidence, file = with_file(cast, "p.jpg", photo())
    rename_file(who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, file=file, name="His")
    answer = client_of(cast.alice).post(f"/files/{file.pk}/without-place/", {"version": "1"}, follow=True)
    assert "Somebody changed this piece meanwhile" in unescape(answer.content.decode())
    assert [attachment.file_id for attachment in evidence.attachments.all()] == [file.pk]


def test_whoever_writes_meanwhile_is_told_who_changed_a_file(cast: Cast) -> None:
    evidence, file = with_file(cast)
    form = typed(id=str(evidence.pk), version="1", kept=str(file.pk))
    rename_file(who=as_actor(cast.tom, Role.TUTOR), evidence=evidence, version=1, file=file, name="His")
    answer = client_of(cast.alice).post(f"/evidence/{evidence.pk}/change/", form)
    assert answer.status_code == 409
    assert f"{cast.tom.name} changed this piece" in unescape(answer.content.decode())
