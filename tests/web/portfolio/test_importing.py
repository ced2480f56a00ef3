"""Importing a portfolio from another system in the browser, without script."""

from __future__ import annotations

import csv
import io
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.portfolio.importing.zips import GOOD, crowd, packed, pdf, portfolio, upload
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.models import Evidence, PortfolioImport
from touchstone.apps.portfolio.services.importing import carry_on_portfolio_import


@pytest.fixture
def apprenticeship(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


def send(client: Client, one: Apprenticeship, content: bytes, **more: str) -> Any:
    given = {"id": str(uuid.uuid4()), "archive": upload(content), **more}
    return client.post(f"/apprenticeships/{one.pk}/evidence/import/", given)


def work() -> None:
    carry_on_portfolio_import(id=PortfolioImport.objects.get().pk, seconds=60)


def test_a_zip_is_checked_confirmed_run_and_its_result_fetched(cast: Cast, apprenticeship: Apprenticeship) -> None:
    client = client_of(cast.alice)
    listed = client.get(f"/apprenticeships/{apprenticeship.pk}/evidence/").content.decode()
    assert f"/apprenticeships/{apprenticeship.pk}/evidence/import/" in listed
    rows = [*crowd(2), {**GOOD, "type": "Selfie"}]
    files = {row["file"]: pdf(n) for n, row in enumerate(rows)} | {"extra.pdf": pdf(9)}
    address = send(client, apprenticeship, portfolio(*rows, files=files))["Location"]
    page = client.get(address).content.decode()
    assert "0 of 3 rows checked" in page
    assert "Nothing is added yet." in page
    work()
    page = client.get(address).content.decode()
    assert "Check before you import" in page
    assert "Nothing is added yet." in page
    assert page.index("is no type of evidence here") < page.index("New piece</")
    assert "1 file in the ZIP without a row" in page
    assert "extra.pdf" in page
    assert "Import 2 pieces" in page
    assert not Evidence.objects.exists()

    client.post(address, {"do": "start"})
    page = client.get(address).content.decode()
    assert "1 of 3 rows done" in page
    assert "Cancel the import" in page
    work()
    page = client.get(address).content.decode()
    assert "Import finished" in page
    assert Evidence.objects.count() == 2

    answer = client.get(f"{address}result/?as=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="portfolio - result.csv"'
    result = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Validation results"] for row in result] == ["Imported", "Imported", "Cannot be imported"]
    assert client.get(f"{address}result/").content.startswith(b"PK")
    client.post(address, {"do": "drop"})
    assert client.get(address).status_code == 404
    assert Evidence.objects.count() == 2


def test_the_result_is_an_index_to_send_again(cast: Cast, apprenticeship: Apprenticeship) -> None:
    client = client_of(cast.alice)
    row = {**GOOD, "title": "=1+1", "note": "Two\nlines", "type": "Selfie"}
    address = send(client, apprenticeship, portfolio(row))["Location"]
    work()
    result = client.get(f"{address}result/?as=csv").content.replace(b"Selfie", b"Log")
    client.post(address, {"do": "drop"})
    again = send(client, apprenticeship, packed({"index.csv": result, "log.pdf": pdf()}))["Location"]
    work()
    client.post(again, {"do": "start"})
    work()
    piece = Evidence.objects.get()
    assert (piece.title, piece.text) == ("=1+1", "Two\nlines")


def test_every_reason_against_a_zip_stands_at_the_field(cast: Cast, apprenticeship: Apprenticeship) -> None:
    client = client_of(cast.alice)
    answer = send(client, apprenticeship, packed({"log.pdf": pdf()}))
    assert answer.status_code == 422
    assert 'href="#id_archive"' in answer.content.decode()
    assert answer.content.decode().count("There is no index.csv in the ZIP.") == 2
    assert (
        "Select the ZIP"
        in client.post(f"/apprenticeships/{apprenticeship.pk}/evidence/import/", {"id": ""}).content.decode()
    )
    assert not PortfolioImport.objects.exists()


def test_the_same_form_sent_twice_leads_to_one_import(cast: Cast, apprenticeship: Apprenticeship) -> None:
    client, id = client_of(cast.alice), str(uuid.uuid4())
    first = send(client, apprenticeship, portfolio(GOOD), id=id)
    second = send(client, apprenticeship, portfolio(GOOD), id=id)
    assert first["Location"] == second["Location"]
    assert PortfolioImport.objects.count() == 1


def test_the_template_is_a_zip_with_an_index(cast: Cast, apprenticeship: Apprenticeship) -> None:
    answer = client_of(cast.tom).get(f"/apprenticeships/{apprenticeship.pk}/evidence/import/template.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["index.csv", "files/example.txt", "read me first.txt"]


def test_a_check_can_be_stopped(cast: Cast, apprenticeship: Apprenticeship) -> None:
    client = client_of(cast.alice)
    address = send(client, apprenticeship, portfolio(GOOD))["Location"]
    assert "Stop and delete the ZIP" in client.get(address).content.decode()
    client.post(address, {"do": "drop"})
    assert not PortfolioImport.objects.exists()


def test_an_import_of_thousands_is_a_page_at_a_time_with_few_queries(
    cast: Cast, apprenticeship: Apprenticeship
) -> None:
    client = client_of(cast.alice)
    files = {"log.pdf": pdf()}
    rows = [{**GOOD, "title": f"Piece {n}"} for n in range(1200)]
    address = send(client, apprenticeship, portfolio(*rows, files=files))["Location"]
    PortfolioImport.objects.get().rows.update(state="ready")
    PortfolioImport.objects.update(state="checked")
    with CaptureQueriesContext(
        connection,
    ) as found:
        page = client.get(address).content.decode()
    assert len(found) <= 10
    assert len(re.findall("<tr>", page)) == 101
    assert "1 to 100 of 1200" in page
    assert "Piece 1199" in client.get(f"{address}?page=12").content.decode()
