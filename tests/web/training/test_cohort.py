"""Everybody in training on one page: who is stuck and why; and a judgement beside the figures, never over them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse

from tests.apps.training.making import milestone, review, tom
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
    assert "Milestones: 2 overdue." in page
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
