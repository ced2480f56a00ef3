"""KSBs against the apprentices of a cohort: what each has shown, over everybody, and taken along."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.apps.portfolio.making import added
from tests.apps.training.making import tom
from tests.cast import Cast
from tests.stories import enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.services.claims import Said, judge_claims

pytestmark = pytest.mark.django_db
PAGE = "training:cohort_coverage"


def _page(client: Client, **chosen: str) -> str:
    answer = client.get(reverse(PAGE), chosen)
    return " ".join(answer.content.decode().split())


def _another(cast: Cast, number: int, name: str, **changes: Any) -> Apprenticeship:
    return enrolled(cast, name=name, email=f"a{number}@example.org", uln=uln(number), **changes)


def _cells(page: str, name: str) -> list[str]:
    """What the grid says of somebody, KSB by KSB."""
    row = next(part for part in page.split("<tr>") if f">{name}</a></th>" in part)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", row)]


def test_each_cell_says_in_words_and_figures_what_somebody_has_shown(cast: Cast) -> None:
    one = enrolled(cast)
    first = added(cast, one, ksbs=["K4", "K12", "S12"])
    added(cast, one, ksbs=["K4"])
    said = {"K12": Said(accepted=True), "S12": Said(accepted=False, why="Say more")}
    judge_claims(who=tom(cast), evidence=first, version=1, said=said)
    page = _page(client_of(cast.tom))
    assert _cells(page, cast.alice.name)[:4] == ["●2 Claimed", "✓1 Accepted", "!1 Needs work", "– Missing"]
    assert f'href="{reverse("portfolio:coverage", args=[one.pk])}#K4"' in page
    assert "1 of 1 (100%)" in page


def test_a_piece_taken_out_counts_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one, ksbs=["K4"])
    piece.removed_at = piece.added_at
    piece.save()
    assert set(_cells(_page(client_of(cast.tom)), cast.alice.name)) == {"– Missing"}


def test_two_standards_are_kept_apart(cast: Cast) -> None:
    for number, name in enumerate(("Ann", "Ben")):
        _another(cast, number, name)
    _another(cast, 5, "Cid", standard="ST0148", version="1.0", start=dt.date(2022, 3, 7))
    client = client_of(cast.tom)
    page, other = _page(client), _page(client, plan="ST0148-1.0")
    assert ">Ann</a>" in page
    assert ">Cid</a>" not in page
    assert ">Cid</a>" in other
    assert ">Ann</a>" not in other
    assert len(_cells(page, "Ann")) == 35
    assert len(_cells(other, "Cid")) == 27


def test_filters_choose_apprentices_and_ksbs_and_stay_in_the_address(cast: Cast) -> None:
    for number, name in enumerate(("Ann", "Ben")):
        _another(cast, number, name)
    page = _page(client_of(cast.tom), q="ann", theme="Assessment")
    assert _cells(page, "Ann") == ["– Missing", "– Missing"]
    assert ">Ben</a>" not in page
    assert "coverage.xlsx?q=ann&amp;theme=Assessment" in page
    assert "Nobody matches" in _page(client_of(cast.tom), q="zoe")


def test_it_is_taken_along_as_text_and_as_a_workbook_with_numbers(cast: Cast) -> None:
    added(cast, enrolled(cast), ksbs=["K4"])
    client = client_of(cast.quentin)
    rows = list(csv.DictReader(io.StringIO(client.get(reverse(f"{PAGE}_csv")).content.decode("utf-8-sig"))))
    assert [(row["Name"], row["KSBs claimed"], row["K4"], row["K12"]) for row in rows] == [
        (cast.alice.name, "1", "Claimed", "")
    ]
    sheet = load_workbook(io.BytesIO(client.get(reverse(f"{PAGE}_xlsx")).content)).active
    assert [cell.value for cell in sheet[2]][1:6] == [cast.alice.name, "ST1379-1.1", 1, 0, "Claimed"]


def test_sixty_are_in_one_grid_and_the_rest_on_the_next_page_with_as_few_queries(cast: Cast) -> None:
    for number in range(62):
        _another(cast, number, f"Ann {number:02}")
    client = client_of(cast.tom)
    client.get(reverse(PAGE))
    with at_most(10):
        page = _page(client)
    assert page.count('<th scope="row"><a') == 60
    assert "62 apprentices, 1 to 60" in page
    assert "0 of 62 (0%)" in page
    assert _page(client, page="2").count('<th scope="row"><a') == 2


def test_an_empty_cohort_says_so(cast: Cast) -> None:
    assert "Nobody is on programme" in _page(client_of(cast.wendy))
