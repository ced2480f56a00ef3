"""Results that rest on what an assessment organisation made its own: an adopted plan, a policy."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.assessment.making import BY_POINTS, approve, assessor_of, book, completed, fill_in, judge, ready
from tests.apps.plans.making import checked, signed
from tests.apps.results.making import agreed, released
from tests.cast import Cast, as_actor
from tests.web.signed_in import client_of
from touchstone.apps.assessment import services as assessment
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.services import enter_policy
from touchstone.apps.results.services import statement
from touchstone.apps.results.statement import content_of
from touchstone.standards.folder import shipped

THRESHOLDS = (shipped().root / "policies" / "example-discussion-thresholds.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _data_of_this_test(settings: Any, tmp_path: Path) -> None:
    """An empty data folder for each test."""
    settings.DATA = tmp_path


def words(response: Any) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_result_says_whose_adoption_it_rests_on_also_after_the_adoption_went_on(cast: Cast) -> None:
    adoption = signed(cast)
    one = ready(cast, version="1.2", start=dt.date(2024, 9, 2))
    approve(cast, one)
    for method in ("observation", "discussion"):
        completed(cast, book(cast, one, method))
    result = released(cast, one)
    checked(as_actor(cast.abel, Role.ADMINISTRATOR), adoption, "overall.table")
    client = client_of(cast.alice)
    page = words(client.get(reverse("results:show", args=[one.pk])))
    assert "What this result rests on" in page
    assert "Adopted by Meridian Assessment (EPA9001) from ST1379-1.1, signed by Abel Administrator" in page
    assert "carried over, not checked" in page
    assert "gives the same answer with the same reasons" in words(
        client.post(reverse("results:decision", args=[result.decision]))
    )
    assert content_of(result)["rests_on"].startswith("Adopted by Meridian Assessment")
    assert statement(result).startswith(b"%PDF-")


def policy(cast: Cast, text: str = THRESHOLDS) -> None:
    enter_policy(
        who=as_actor(cast.ada, Role.ADMINISTRATOR), organisation=cast.meridian, text=text, file_name="policy.yaml"
    )


def test_a_policys_thresholds_grade_and_stay_with_the_decision_they_made(cast: Cast) -> None:
    policy(cast)
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    record = judge(fill_in(book(cast, one, "discussion", ruling_reason="Agreed.").record), grade="distinction")
    asif = client_of(cast.asif)
    assert "Your own grade" not in words(asif.get(reverse("assessment:marks", args=[record.pk])))
    record = assessment.complete(who=assessor_of(record), record=record, version=record.version)
    assert record.grade == "distinction"
    policy(cast, THRESHOLDS.replace("min_weighted: 30", "min_weighted: 36").replace("30 points in all", "36 in all"))
    page = words(asif.get(reverse("assessment:record", args=[record.pk])))
    assert "A distinction needs two points in at least 12 criteria and 30 points in all (invented example)." in page
    completed(cast, book(cast, one, ruling_reason="Agreed."))
    agreed(cast, one)
    result = released(cast, one)
    client = client_of(cast.alice)
    assert "30 points in all (invented example)" in words(client.get(reverse("results:show", args=[one.pk])))
    graded = next(part["decision"] for part in result.components if part["method"] == "discussion")
    assert "gives the same answer with the same reasons" in words(
        client.post(reverse("results:decision", args=[graded]))
    )
