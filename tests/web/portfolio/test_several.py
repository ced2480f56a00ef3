"""Adding several files on the page, without script, and making pieces of what has arrived."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.apps.portfolio.making import PDF, PNG, added, upload
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.models import Evidence, StoredFile, Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


@pytest.fixture
def alice(cast: Cast, one: Apprenticeship) -> Client:
    return client_of(cast.alice)


def send(client: Client, one: Apprenticeship, *files: Any) -> Any:
    return client.post(f"/apprenticeships/{one.pk}/uploads/", {"csrfmiddlewaretoken": "x", "uploads": files})


def make(client: Client, one: Apprenticeship, **sent: Any) -> Any:
    everything = [str(upload.pk) for upload in Upload.objects.all()]
    form = {"chosen": everything, "type": "mentoring-log", "do": "each", **sent}
    return client.post(f"/apprenticeships/{one.pk}/uploads/arrived/", form)


def shown(client: Client, one: Apprenticeship) -> str:
    return str(client.get(f"/apprenticeships/{one.pk}/uploads/arrived/").content.decode())


def test_each_file_becomes_a_piece_called_as_it_is(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    answer = send(alice, one, upload("Week 1.pdf"), upload("Photo of the plan.png", PNG))
    assert answer["Location"] == f"/apprenticeships/{one.pk}/uploads/arrived/"
    Upload.objects.filter(name="Week 1.pdf").update(modified_at=dt.datetime(2024, 5, 7, 23, 30, tzinfo=dt.UTC))
    assert make(alice, one)["Location"] == f"/apprenticeships/{one.pk}/evidence/"
    pieces = {piece.title: piece for piece in Evidence.objects.all()}
    assert set(pieces) == {"Week 1", "Photo of the plan"}
    assert pieces["Week 1"].happened_on == dt.date(2024, 5, 8)  # it was half past midnight in England
    assert pieces["Photo of the plan"].happened_on == timezone.localdate()
    assert [piece.attachments.get().file.name for piece in pieces.values()] == [*(f.name for f in _files(pieces))]
    assert {piece.added_by for piece in pieces.values()} == {cast.alice}


def _files(pieces: dict[str, Evidence]) -> list[StoredFile]:
    return [StoredFile.objects.get(attachment__evidence=piece) for piece in pieces.values()]


def test_one_date_can_be_given_for_all(alice: Client, one: Apprenticeship) -> None:
    send(alice, one, upload("a.pdf"), upload("b.pdf", PDF + b"%"))
    make(alice, one, **{"happened_on-day": "7", "happened_on-month": "5", "happened_on-year": "2024"})
    assert {piece.happened_on for piece in Evidence.objects.all()} == {dt.date(2024, 5, 7)}


@pytest.mark.parametrize(("ticked", "noted"), [({"anonymised": "on"}, True), ({}, False)])
def test_what_is_said_once_of_names_is_noted_on_every_piece(
    alice: Client, one: Apprenticeship, ticked: dict[str, str], noted: bool
) -> None:
    send(alice, one, upload("a.pdf"), upload("b.pdf", PDF + b"%"))
    assert "from all of these files and their names" in shown(alice, one)
    assert make(alice, one, **ticked).status_code == 302
    assert [piece.anonymised for piece in Evidence.objects.all()] == [noted, noted]


def test_files_and_the_pieces_made_of_them_stand_by_name(alice: Client, one: Apprenticeship) -> None:
    names = ["photo 10", "photo 2", "Photo 1"]
    send(alice, one, *(upload(f"{name}.pdf", PDF + name.encode()) for name in names))
    in_order = ["Photo 1", "photo 2", "photo 10"]
    assert re.findall(r"([Pp]hoto \d+)\.pdf \(", shown(alice, one)) == in_order
    make(alice, one)
    listed = alice.get(f"/apprenticeships/{one.pk}/evidence/").content.decode()
    assert re.findall(r">([Pp]hoto \d+)</a>", listed) == in_order


def test_files_left_out_wait_and_the_same_form_again_makes_nothing_twice(alice: Client, one: Apprenticeship) -> None:
    send(alice, one, upload("a.pdf"), upload("b.pdf", PDF + b"%"))
    first = str(Upload.objects.get(name="a.pdf").pk)
    assert make(alice, one, chosen=[first]).status_code == 302
    assert make(alice, one, chosen=[first]).status_code == 422  # b waits still: choose again
    assert Evidence.objects.count() == 1
    assert "b.pdf" in shown(alice, one)
    assert "a.pdf" not in shown(alice, one)
    assert make(alice, one).status_code in {302, 422}
    make(alice, one, chosen=[str(Upload.objects.get(name="b.pdf").pk)])
    assert make(alice, one)["Location"] == f"/apprenticeships/{one.pk}/evidence/"
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "says"), [({"chosen": []}, "Select at least one file"), ({"type": ""}, "Select a kind")]
)
def test_what_is_missing_is_said(alice: Client, one: Apprenticeship, sent: dict[str, Any], says: str) -> None:
    send(alice, one, upload())
    answer = make(alice, one, **sent)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert not Evidence.objects.exists()


def test_all_of_them_go_into_the_form_of_one_piece(alice: Client, one: Apprenticeship) -> None:
    send(alice, one, upload("a.pdf"), upload("b.pdf", PDF + b"%"))
    form = alice.get(make(alice, one, do="one", type="")["Location"]).content.decode()
    ticked = re.findall(r'name="kept" type="checkbox" value="([^"]+)" checked', form)
    assert sorted(ticked) == sorted(str(file.pk) for file in StoredFile.objects.all())


def test_a_file_that_is_there_already_is_said_and_not_ticked(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    send(alice, one, upload("first.pdf"))
    added(cast, one, title="The first week", files=[StoredFile.objects.get()])
    send(alice, one, upload("again.pdf"), upload("other.pdf", PDF + b"%"))
    page = shown(alice, one)
    assert "The same file is here already, in “The first week”" in page
    again, other = (str(Upload.objects.get(name=name).pk) for name in ("again.pdf", "other.pdf"))
    ticked = re.findall(r'name="chosen" type="checkbox" value="([^"]+)" checked', page)
    assert (other in ticked, again in ticked) == (True, False)


def test_of_the_same_file_twice_at_once_the_first_stays_ticked(alice: Client, one: Apprenticeship) -> None:
    send(alice, one, upload("first.pdf"))
    send(alice, one, upload("second.pdf"))
    page = shown(alice, one)
    first, second = (str(Upload.objects.get(name=name).pk) for name in ("first.pdf", "second.pdf"))
    ticked = re.findall(r'name="chosen" type="checkbox" value="([^"]+)" checked', page)
    assert (first in ticked, second in ticked) == (True, False)
    assert ("as “first.pdf” on this page" in page, "as “second.pdf” on this page" in page) == (True, False)


def test_of_several_files_the_good_ones_are_kept_and_the_others_said(alice: Client, one: Apprenticeship) -> None:
    answer = send(alice, one, upload("good.pdf"), upload("bad.pdf", b"no PDF"))
    page = answer.content.decode()
    assert (answer.status_code, "“bad.pdf” is named as a PDF file" in page, "1 file has arrived" in page) == (
        422,
        True,
        True,
    )
    assert "good.pdf" in shown(alice, one)


def test_nobody_makes_pieces_of_what_another_person_uploaded(alice: Client, one: Apprenticeship, cast: Cast) -> None:
    send(alice, one, upload("hers.pdf"))
    tom = client_of(cast.tom)
    assert "hers.pdf" not in shown(tom, one)
    assert make(tom, one).status_code == 302
    assert make(tom, one, do="one").status_code == 302
    assert not Evidence.objects.exists()
