"""Everybody in training on one page: who is stuck and why; and a judgement beside the figures, never over them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.apps.training.making import hours, milestone, review, tom
from tests.cast import Cast
from tests.stories import enrolled, uln
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.training import services
from touchstone.demo.clock import at

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2024, 9, 2, 10, tzinfo=dt.UTC)


def _planned(cast: Cast, one: Apprenticeship) -> None:
    end = dt.date(2025, 6, 30)
    services.plan_training(who=tom(cast), apprenticeship=one, version=0, planned_end=end, hours=300)


def test_who_is_behind_comes_first_with_the_reason(cast: Cast) -> None:
    unplanned = enrolled(cast)
    review(cast, unplanned, dt.date(2024, 8, 20))
    behind = enrolled(cast, name="Bo Behind", email="bo@example.org", uln=uln(1), start=dt.date(2024, 7, 29))
    _planned(cast, behind)
    for _ in range(2):
        milestone(cast, behind, due=dt.date(2024, 8, 20))
    with at(dt.datetime(2024, 8, 28, 10, tzinfo=dt.UTC)):
        page = client_of(cast.tom).get(reverse("training:cohort")).content.decode()
    assert page.index("Bo Behind") < page.index(unplanned.apprentice.name)
    assert "<strong>Milestones</strong>: 2 overdue." in page
    assert "June 2025" in page


def test_filters_stay_in_the_address_and_in_the_table_for_spreadsheets(cast: Cast) -> None:
    _planned(cast, enrolled(cast))
    client = client_of(cast.quentin)
    with at(TODAY):
        chosen = client.get(reverse("training:cohort"), {"review": "late"}).content.decode()
        assert "training.csv?review=late" in chosen
        rows = client.get(reverse("training:cohort_csv"), {"review": "late"}).content.decode("utf-8-sig")
        none = client.get(reverse("training:cohort"), {"q": "nobody of that name"}).content.decode()
    assert [row[1] for row in csv.reader(io.StringIO(rows))] == ["Name", cast.alice.name]
    assert "Nobody matches" in none


def test_a_judgement_stands_beside_the_figures_and_never_over_them(cast: Cast) -> None:
    one = enrolled(cast)
    _planned(cast, one)
    client = client_of(cast.tom)
    sent = {"id": str(uuid.uuid4()), "on_track": "yes", "why": "Catches up since July"}
    for _ in range(2):
        assert client.post(reverse("training:judge", args=[one.pk]), sent).status_code == 302
    with at(TODAY):
        page = client.get(reverse("training:show", args=[one.pk])).content.decode()
        cohort = client.get(reverse("training:cohort")).content.decode()
    assert one.judgements.count() == 1
    assert "Behind" in page
    assert "Catches up since July" in page
    assert "Somebody sees it otherwise" in cohort


def test_without_a_reason_nothing_is_judged(cast: Cast) -> None:
    one = enrolled(cast)
    answer = client_of(cast.tom).post(
        reverse("training:judge", args=[one.pk]), {"id": str(uuid.uuid4()), "on_track": "no"}
    )
    assert answer.status_code == 422
    assert not one.judgements.exists()


def test_another_providers_apprentices_are_not_there(cast: Cast) -> None:
    enrolled(cast)
    assert cast.alice.name not in client_of(cast.wendy).get(reverse("training:cohort")).content.decode()
    assert client_of(cast.alice).get(reverse("training:cohort")).status_code == 403


def test_who_has_done_nothing_for_long_is_found_and_whoever_is_on_a_break_is_not(cast: Cast) -> None:
    enrolled(cast)
    busy = enrolled(cast, name="Bo Busy", email="bo@example.org", uln=uln(1))
    away = [(dt.date(2024, 8, 1), None)]
    enrolled(cast, name="Al Away", email="al@example.org", uln=uln(2), breaks=away)
    with at(dt.datetime(2024, 8, 20, 10, tzinfo=dt.UTC)):
        hours(cast, busy, day=dt.date(2024, 8, 19))
    client = client_of(cast.tom)
    with at(TODAY):
        everybody = client.get(reverse("training:cohort")).content.decode()
        quiet = client.get(reverse("training:cohort"), {"quiet": "56"}).content.decode()
        ordered = client.get(reverse("training:cohort"), {"order": "quiet"}).content.decode()
    assert "20 August 2024" in everybody
    assert "On a break in learning since 1 August 2024" in everybody
    assert cast.alice.name in quiet
    assert "Bo Busy" not in quiet
    assert "Al Away" not in quiet
    assert ordered.index(cast.alice.name) < ordered.index("Bo Busy")


def test_whom_one_thing_holds_up_is_found_by_it(cast: Cast) -> None:
    one = enrolled(cast)
    review(cast, one, dt.date(2024, 8, 20))
    milestone(cast, one, due=dt.date(2024, 8, 21))
    enrolled(cast, name="Bo Late", email="bo@example.org", uln=uln(1))
    client = client_of(cast.tom)
    with at(TODAY):
        by_milestone = client.get(reverse("training:cohort"), {"why": "Milestones"}).content.decode()
        by_review = client.get(reverse("training:cohort"), {"why": "Progress review"}).content.decode()
    assert cast.alice.name in by_milestone
    assert "Bo Late" not in by_milestone
    assert "Bo Late" in by_review
    assert cast.alice.name not in by_review


def test_the_forecast_is_of_those_asked_for(cast: Cast) -> None:
    _planned(cast, enrolled(cast))
    enrolled(cast, name="Bo Unplanned", email="bo@example.org", uln=uln(1))
    client = client_of(cast.tom)
    with at(TODAY):
        assert "No end planned" in client.get(reverse("training:cohort")).content.decode()
        page = client.get(reverse("training:cohort"), {"q": cast.alice.name}).content.decode()
    assert "June 2025" in page
    assert "No end planned" not in page


def test_in_the_workbook_dates_and_numbers_stay_what_they_are(cast: Cast) -> None:
    _planned(cast, enrolled(cast))
    with at(TODAY):
        content = client_of(cast.tom).get(reverse("training:cohort_xlsx")).content
    sheet = load_workbook(io.BytesIO(content)).active
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert row["Planned end"].date() == dt.date(2025, 6, 30)
    assert (row["Hours"], row["Hours to reach"], row["KSBs"]) == (0, 300, 35)
    assert row["Last activity"] is None
