"""Adding and changing evidence in the browser, without script."""

from __future__ import annotations

import re
import uuid
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from tests.apps.portfolio.making import PDF, PNG, added, upload
from tests.apps.portfolio.making import piece as words
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.apps.portfolio.services import change_evidence
from touchstone.apps.records.models import LogEntry


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "type": "mentoring-log",
        "title": "Sesiwn gyntaf 🌱",
        "happened_on-day": "7 May 2024",
        "text": "Trafod â’r dysgwr\r\n\r\nŴyl",
        "mentee_code": "M1",
        "ksbs": ["K2", "S2"],
        "anonymised": "on",
        **changes,
    }


def kept(page: str) -> list[str]:
    return re.findall(r'name="kept" type="checkbox" value="([^"]+)" checked', page)


def test_a_piece_is_added_with_several_files(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    files = [upload("a.pdf"), upload("Llun 🌱.png", PNG)]
    done = client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=files))
    piece = Evidence.objects.get()
    assert done["Location"] == f"/evidence/{piece.pk}/"
    assert (piece.title, piece.text) == ("Sesiwn gyntaf 🌱", "Trafod â’r dysgwr\n\nŴyl")
    assert str(piece.happened_on) == "2024-05-07"
    assert [a.file.name for a in piece.attachments.all()] == ["a.pdf", "Llun 🌱.png"]
    assert "Trafod â’r dysgwr\n\nŴyl" in client.get(done["Location"]).content.decode()


def test_a_double_click_makes_one_piece_and_stores_no_file_twice(cast: Cast) -> None:
    one, client, sent = enrolled(cast), client_of(cast.alice), typed()
    for _ in range(2):
        answer = client.post(f"/apprenticeships/{one.pk}/evidence/add/", {**sent, "uploads": [upload()]})
        assert answer.status_code == 302
    assert Evidence.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Enter title"),
        ({"type": ""}, "Select a kind"),
        ({"happened_on-day": "32 May 2024"}, "must be a real date"),
        ({"happened_on-day": "7 May 2999"}, "or earlier"),
        ({"mentee_code": "Callum"}, "looks like a name"),
        ({"text": "x" * 100_000}, "must be 20,000 characters or fewer. You have entered 100000"),
        ({"ksbs": ["K99"]}, "Select one of the options in the list"),
    ],
)
def test_what_is_wrong_is_said_and_text_and_good_files_are_kept(cast: Cast, changes: dict[str, Any], says: str) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    address = f"/apprenticeships/{one.pk}/evidence/add/"
    sent = typed(**changes)
    answer = client.post(address, {**sent, "uploads": [upload("good.pdf")]})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert says in page
    assert sent["text"].replace("\r\n", "\n") in page
    assert "good.pdf" in page
    (file,) = kept(answer.content.decode())
    assert Evidence.objects.count() == 0
    done = client.post(address, {**sent, **typed(id=sent["id"]), "kept": [file]})
    assert done.status_code == 302
    assert [a.file.name for a in Evidence.objects.get().attachments.all()] == ["good.pdf"]


def test_a_file_that_cannot_be_taken_is_named_and_the_others_stay(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    files = [upload("good.pdf"), upload("empty.pdf", b""), upload("b.exe", b"MZ"), upload("c.pdf", PNG)]
    answer = client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=files))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“b.exe” is of a type that cannot be added" in page
    assert "“c.pdf” is named as a PDF file" in page
    assert "“empty.pdf” is empty" in page
    assert len(kept(page)) == 1


def test_of_too_many_files_none_is_stored(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_MAX_FILES = 2
    one, client = enrolled(cast), client_of(cast.alice)
    files = [upload(f"{number}.pdf") for number in range(3)]
    answer = client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=files))
    assert answer.status_code == 422
    assert "A piece can have up to 2 files. It has 0, and you selected 3 more" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_code_that_looks_like_a_name_can_be_confirmed(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    address = f"/apprenticeships/{one.pk}/evidence/add/"
    page = client.post(address, typed(mentee_code="Robin")).content.decode()
    assert "It is a code, not a name" in page
    assert client.post(address, typed(mentee_code="Robin", code_sure="on")).status_code == 302


def test_somebody_elses_upload_cannot_be_attached(cast: Cast) -> None:
    one = enrolled(cast)
    client_of(cast.tom).post(f"/apprenticeships/{one.pk}/evidence/add/", typed(title="", uploads=[upload("tom.pdf")]))
    theirs = StoredFile.objects.get()
    answer = client_of(cast.alice).post(f"/apprenticeships/{one.pk}/evidence/add/", typed(kept=[str(theirs.pk)]))
    assert answer.status_code == 422
    assert "tom.pdf" not in answer.content.decode()


def test_a_changed_piece_keeps_and_loses_the_files_that_were_chosen(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=[upload("a.pdf"), upload("b.pdf")]))
    piece = Evidence.objects.get()
    address = f"/evidence/{piece.pk}/change/"
    ids = kept(client.get(address).content.decode())
    assert len(ids) == 2
    done = client.post(address, typed(version="1", kept=ids[1:], uploads=[upload("c.pdf")], text="Other words"))
    assert done.status_code == 302
    piece.refresh_from_db()
    assert (piece.text, piece.version) == ("Other words", 2)
    assert [a.file.name for a in piece.attachments.all()] == ["b.pdf", "c.pdf"]


def test_the_second_of_two_sees_what_changed_and_keeps_their_words(cast: Cast) -> None:
    one = enrolled(cast)
    piece, client = added(cast, one), client_of(cast.alice)
    change_evidence(who=as_actor(cast.tom), evidence=piece, version=1, piece=words(title="Tom’s title", ksbs=["K3"]))
    answer = client.post(f"/evidence/{piece.pk}/change/", typed(version="1", title="Alice’s title", ksbs=["K2", "S2"]))
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Tom Tutor changed this piece" in page
    assert "Title: Tom’s title" in page
    assert "behaviours does it show?: K3" in page
    assert 'value="Alice’s title"' in page
    assert 'name="version" value="2"' in page
    piece.refresh_from_db()
    assert piece.title == "Tom’s title"
    assert client.post(f"/evidence/{piece.pk}/change/", typed(version="2", title="Both")).status_code == 302


def test_an_excluded_kind_is_kept_and_said_not_to_count(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    assert (
        "It cannot count in the portfolio of this plan"
        in client.get(f"/apprenticeships/{one.pk}/evidence/add/", follow=True).content.decode()
    )
    done = client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(type="reflective-account"))
    assert "cannot count in the portfolio of this plan" in client.get(done["Location"]).content.decode()
    assert "Cannot count" in client.get(f"/apprenticeships/{one.pk}/evidence/").content.decode()


def test_a_piece_is_removed_with_a_reason(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    piece = added(cast, one)
    address = f"/evidence/{piece.pk}/remove/"
    assert client.post(address, {"version": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"version": "7", "reason": "Stale"})["Location"] == f"/evidence/{piece.pk}/"
    assert client.post(address, {"version": "1", "reason": "Twice"})["Location"].endswith("/evidence/")
    assert client.get(f"/evidence/{piece.pk}/").status_code == 404
    assert LogEntry.objects.filter(verb="evidence.removed").count() == 1


def test_a_file_is_downloaded_as_it_was_given(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=[upload("Cofnod ŵyl.pdf")]))
    file = StoredFile.objects.get()
    answer = client.get(f"/files/{file.pk}/", headers={"accept-encoding": "gzip"})
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Cofnod%20%C5%B5yl.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(PDF))
    assert "no-store" in answer["Cache-Control"]


def test_a_server_without_room_for_what_is_sent_says_so_and_keeps_the_text(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.INCOMING = tmp_path / "no such folder" / "incoming"
    one = enrolled(cast)
    answer = client_of(cast.alice).post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=[upload("a.pdf")]))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "“a.pdf” could not be received: there is no room for it" in page
    assert "Trafod â’r dysgwr" in page
    assert StoredFile.objects.count() == 0


def test_a_file_missing_from_storage_has_a_page_of_its_own(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    client.post(f"/apprenticeships/{one.pk}/evidence/add/", typed(uploads=[upload("gone.pdf")]))
    file = StoredFile.objects.get()
    default_storage.delete(file.key)
    answer = client.get(f"/files/{file.pk}/")
    assert answer.status_code == 404
    assert "“gone.pdf” should be here" in answer.content.decode()


def test_going_back_after_adding_leads_to_the_piece_and_not_to_a_second_form(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    form = client.get(f"/apprenticeships/{one.pk}/evidence/add/")["Location"]
    added_id = form.partition("piece=")[2]
    assert client.get(form).status_code == 200
    assert client.post(form, typed(id=added_id)).status_code == 302
    assert client.get(form)["Location"] == f"/evidence/{added_id}/"
    assert one.evidence.count() == 1
