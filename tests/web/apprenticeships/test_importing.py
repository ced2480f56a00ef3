"""Importing apprentices from a table in the browser, without script."""

from __future__ import annotations

import csv
import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.apprenticeships.importing.tables import GOOD, crowd, text
from tests.cast import Cast
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship, Import
from touchstone.apps.apprenticeships.services import carry_on
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role

IMPORT = "/apprenticeships/import/"


def send(client: Client, *rows: dict[str, Any], **more: str) -> Any:
    table = SimpleUploadedFile("starters.csv", text(*rows).read())
    return client.post(IMPORT, {"id": str(uuid.uuid4()), "table": table, **more})


def test_a_table_is_checked_confirmed_run_and_its_result_fetched(cast: Cast) -> None:
    client = client_of(cast.tom)
    address = send(client, *crowd(2), {**GOOD, "uln": "1"})["Location"]
    page = client.get(address).content.decode()
    assert "Nobody is enrolled yet." in page
    assert "ULN: 1: it is not ten digits." in page
    assert "Enrol 2 apprentices" in page
    assert not Apprenticeship.objects.exists()

    client.post(address, {"do": "start"})
    page = client.get(address).content.decode()
    assert "1 of 3 rows done" in page
    assert "Cancel the import" in page
    carry_on(id=Import.objects.get().pk, seconds=60)
    page = client.get(address).content.decode()
    assert "Import finished" in page
    assert Apprenticeship.objects.count() == 2

    answer = client.get(f"{address}result/?as=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="starters - result.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Validation results"] for row in rows] == ["Enrolled", "Enrolled", "Cannot be enrolled"]
    assert client.get(f"{address}result/").content.startswith(b"PK")
    client.post(address, {"do": "drop"})
    assert client.get(address).status_code == 404
    assert Apprenticeship.objects.count() == 2


def test_a_running_import_loads_again_without_script_until_told_not_to(cast: Cast) -> None:
    client = client_of(cast.tom)
    address = send(client, *crowd(1))["Location"]
    assert "http-equiv" not in client.get(address).content.decode()
    client.post(address, {"do": "start"})
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in client.get(address).content.decode()
    still = client.get(f"{address}?still").content.decode()
    assert "http-equiv" not in still
    assert "See how far it is" in still


def test_a_cancelled_import_says_what_is_done_and_can_go_on(cast: Cast) -> None:
    client = client_of(cast.tom)
    address = send(client, *crowd(2))["Location"]
    client.post(address, {"do": "start"})
    carry_on(id=Import.objects.get().pk, seconds=0)
    page = client.post(address, {"do": "cancel"}, follow=True).content.decode()
    assert "Import cancelled" in page
    assert "Go on and enrol 1 apprentice" in page
    assert Apprenticeship.objects.count() == 1


def test_every_reason_against_a_table_stands_at_the_field(cast: Cast) -> None:
    client = client_of(cast.tom)
    table = SimpleUploadedFile("starters.csv", b"Full name,ULN\r\nAnn,1\r\n")
    answer = client.post(IMPORT, {"id": str(uuid.uuid4()), "table": table})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The table has no column “Email address”." in page
    assert "The table has no column “Tutor email”." in page
    assert 'href="#id_table"' in page
    assert not Import.objects.exists()


@pytest.mark.parametrize("given", [{"id": ""}, {"table": SimpleUploadedFile("starters.csv", b"")}])
def test_no_file_and_an_empty_one_are_refused(cast: Cast, given: dict[str, Any]) -> None:
    assert client_of(cast.tom).post(IMPORT, given).status_code == 422


def test_an_empty_table_and_a_changed_form_start_nothing(cast: Cast) -> None:
    client = client_of(cast.tom)
    address = send(client, {**GOOD, "uln": "1"})["Location"]
    page = client.post(address, {"do": "start"}, follow=True).content.decode()
    assert "No row of this table can be enrolled." in page
    assert client.post(address, {"do": "something else"}).status_code == 302
    assert Import.objects.get().state == "checked"


def test_whoever_works_for_two_providers_says_for_which(cast: Cast) -> None:
    people.give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR)
    client = client_of(cast.tom)
    assert "Training provider" in client.get(IMPORT).content.decode()
    assert send(client, GOOD).status_code == 422
    assert send(client, GOOD, provider=str(cast.harbour.pk)).status_code == 422
    assert send(client, GOOD, provider=str(cast.westfield.pk)).status_code == 302
    assert Import.objects.get().provider == cast.westfield


@pytest.mark.parametrize(("asked", "kind"), [("", "xlsx"), ("?as=csv", "csv"), ("?as=exe", "xlsx")])
def test_the_template_is_given_out(cast: Cast, asked: str, kind: str) -> None:
    answer = client_of(cast.quentin).get(f"{IMPORT}template/{asked}")
    assert answer["Content-Disposition"] == f'attachment; filename="apprentices.{kind}"'


def test_the_example_left_in_is_refused(cast: Cast) -> None:
    client = client_of(cast.tom)
    template = client.get(f"{IMPORT}template/?as=csv").content
    answer = client.post(IMPORT, {"table": SimpleUploadedFile("apprentices.csv", template)}, follow=True)
    assert "This is the example row of our template. Delete it." in answer.content.decode()
    assert re.search(r"Nothing in this table can be enrolled", answer.content.decode())


def test_what_is_written_in_a_table_is_never_markup(cast: Cast) -> None:
    answer = send(client_of(cast.tom), {**GOOD, "name": "<script>alert(1)</script>", "uln": "<b>1"})
    page = client_of(cast.tom).get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "<b>1" not in page


@pytest.mark.parametrize("state", ["checked", "running", "ended"])
def test_the_page_asks_little_however_long_the_table(cast: Cast, state: str) -> None:
    client = client_of(cast.tom)
    address = send(client, *crowd(300), *({**one, "uln": "1"} for one in crowd(300)))["Location"]
    Import.objects.update(state=state)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) <= 10
