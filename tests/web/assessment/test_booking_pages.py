"""Approving, booking and cancelling in the browser, and what each side sees of what is booked."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.assessment.making import BY_POINTS, TOLD, approve, book, completed, ready, uk
from tests.cast import LONG_AGO, Cast, as_actor
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import AssessorApproval, Booking
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import Ruling
from touchstone.demo.clock import at


def words(response: Any) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def address(one: Apprenticeship, method: str = "observation") -> str:
    return reverse("assessment:book", args=[one.pk, method])


def typed(cast: Cast, **changes: str) -> dict[str, Any]:
    """The form filled in rightly for 16 March at 10, told on 2 March."""
    return {
        "id": str(uuid.uuid4()),
        "notice_given-day": "2",
        "notice_given-month": "3",
        "notice_given-year": "2026",
        "date-day": "16",
        "date-month": "3",
        "date-year": "2026",
        "time": "10am",
        "where": "place",
        "place": "Harbour Care, Room 2",
        "assessor": str(cast.asif.pk),
        "declared": ["none"],
        **changes,
    }


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    one = ready(cast)
    approve(cast, one)
    return one


def visit(cast: Cast, path: str, data: dict[str, Any] | None = None) -> Any:
    """Ada, on 2 March."""
    with at(TOLD):
        client = client_of(cast.ada)
        return client.get(path) if data is None else client.post(path, data)


def test_the_earliest_date_is_shown_with_its_sum(cast: Cast, one: Apprenticeship) -> None:
    page = words(visit(cast, address(one, "discussion")))
    assert "The earliest date: 16 March 2026" in page
    assert "The latest of these counts: 16 March 2026, a Monday." in page
    assert "Gateway confirmed on 20 February 2026" in page
    assert "Notice today, 2 March 2026 + 14 days = 16 March 2026" in page
    assert "Portfolio with the assessor today, 2 March 2026 + 14 days = 16 March 2026" in page


def test_a_booking_is_made_and_a_second_click_makes_no_other(cast: Cast, one: Apprenticeship) -> None:
    data = typed(cast)
    for _ in range(2):
        response = visit(cast, address(one), data)
        assert response.status_code == 302
        assert response["Location"] == reverse("assessment:show", args=[one.pk])
    booking = Booking.objects.get()
    assert booking.starts_at == uk(2026, 3, 16, 10)
    assert booking.assessor == cast.asif


def test_a_date_too_early_is_refused_with_rule_and_clause_and_the_form_is_kept(cast: Cast, one: Apprenticeship) -> None:
    response = visit(cast, address(one), typed(cast, **{"date-day": "15", "place": "Room Ŵ 🙂"}))
    page = words(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert "Notice given 2 March 2026, assessment 15 March 2026: 13 of 14 days" in page
    assert "The apprentice must have 14 days' notice of the observation." in page
    assert 'value="Room Ŵ 🙂"' in response.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"time": "soon"}, "Time it starts must be a time"),
        ({"date-month": "13"}, "Date of the assessment must be a real date"),
        ({"date-day": "2026-03-16", "date-month": "", "date-year": ""}, ""),  # a date pasted whole is understood
        ({"place": ""}, "Enter the place and room"),
        ({"declared": []}, "Select what the assessor has declared"),
        ({"declared": ["none", "family"]}, "not both"),
        ({"id": "not a uuid"}, "Open this page again"),
        ({"assessor": str(uuid.uuid4())}, "Select one of the options in the list"),
        ({"notice_given-day": "3"}, "must be 2 March 2026 or earlier"),
    ],
)
def test_what_is_typed_is_checked_in_words(cast: Cast, one: Apprenticeship, changes: dict[str, Any], says: str) -> None:
    response = visit(cast, address(one), typed(cast, **changes))
    if not says:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert says in words(response)
    assert not Booking.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(cast: Cast, one: Apprenticeship) -> None:
    response = visit(cast, address(one), typed(cast, **{"date-day": "29", "time": "1:30am"}))
    assert response.status_code == 422
    assert "the clocks go forward" in words(response)


def test_in_summer_time_an_hour_is_an_hour_of_the_uk(cast: Cast, one: Apprenticeship) -> None:
    visit(cast, address(one), typed(cast, **{"date-day": "30", "time": "10:00"}))
    assert Booking.objects.get().starts_at == dt.datetime(2026, 3, 30, 9, tzinfo=dt.UTC)


def test_each_assessor_is_offered_with_what_ties_them(cast: Cast, one: Apprenticeship) -> None:
    give_role(who=as_actor(cast.ada), person=cast.asif, organisation=cast.harbour, role=Role.SUPERVISOR, since=LONG_AGO)
    assert "works or has worked for Harbour Care, the apprentice’s employer" in words(visit(cast, address(one)))
    response = visit(cast, address(one), typed(cast))
    assert response.status_code == 422
    assert "The assessor has no tie to the apprentice" in words(response)


def test_where_the_plan_is_silent_a_reason_is_asked_for_and_kept(cast: Cast) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    assert "No source at hand gives the assessment window" in words(visit(cast, address(one)))
    assert visit(cast, address(one), typed(cast)).status_code == 422
    assert visit(cast, address(one), typed(cast, ruling_reason="Both sides agreed.")).status_code == 302
    assert Ruling.objects.get().reason == "Both sides agreed."


def test_before_the_gateway_and_without_a_plan_the_page_says_so(cast: Cast) -> None:
    one = enrolled(cast)
    assert "Gateway is not confirmed yet" in words(visit(cast, address(one)))
    assert visit(cast, address(one), typed(cast)).status_code == 200
    assert not Booking.objects.exists()


def test_a_method_the_plan_has_not_is_not_found(cast: Cast, one: Apprenticeship) -> None:
    assert visit(cast, address(one, "interview")).status_code == 404


def test_the_second_administrator_keeps_what_they_typed(cast: Cast, one: Apprenticeship) -> None:
    book(cast, one)
    response = visit(cast, address(one), typed(cast, place="Another room"))
    assert "already booked with Asif Assessor for 16 March 2026" in words(response)
    assert 'value="Another room"' in response.content.decode()


def test_cancelling_asks_for_a_reason_that_both_sides_read(cast: Cast, one: Apprenticeship) -> None:
    booking = book(cast, one)
    path = reverse("assessment:cancel", args=[booking.pk])
    assert visit(cast, path, {"reason": " "}).status_code == 422
    assert visit(cast, path, {"reason": "The apprentice is ill."}).status_code == 302
    assert "The apprentice is ill." in words(client_of(cast.alice).get(reverse("assessment:show", args=[one.pk])))
    assert "was cancelled on" in words(visit(cast, path))


def test_a_completed_assessment_cannot_be_cancelled(cast: Cast, one: Apprenticeship) -> None:
    booking = book(cast, one)
    completed(cast, booking)
    response = visit(cast, reverse("assessment:cancel", args=[booking.pk]), {"reason": "Too late."})
    assert response.status_code == 422
    assert "can no longer be cancelled" in words(response)


@pytest.mark.parametrize("name", ["alice", "tom", "lena"])
def test_the_apprentices_side_sees_what_is_booked_and_looked_for_and_no_marks(
    cast: Cast, one: Apprenticeship, name: str
) -> None:
    completed(cast, book(cast, one), grade="distinction")
    client = client_of(cast.people()[name])
    page = words(client.get(reverse("assessment:show", args=[one.pk])))
    assert "16 March 2026, 10:00am" in page
    assert "Asif Assessor, assessor of Meridian Assessment" in page
    assert "Applies empathic listening skills" in page
    assert "Observation and questioning take two hours" in page
    for secret in ("With quality assurance", "completed", "Seen in the session", "The record"):
        assert secret not in page
    timeline = words(client.get(reverse("apprenticeships:timeline", args=[one.pk])))
    assert "The observation was booked" in timeline
    for secret in ("record", "judged", "quality", "grade", "distinction"):
        assert secret not in timeline.lower().split("main content", 1)[-1]


def test_approving_and_ending_an_approval(cast: Cast) -> None:
    client = client_of(cast.ada)
    path = reverse("assessment:assessors")
    (membership,) = cast.asif.memberships.all()
    for standard in ("ST0000", ""):
        assert client.post(path, {"assessor": membership.pk, "standard": standard}).status_code == 422
    assert client.post(path, {"assessor": membership.pk, "standard": "ST1379"}).status_code == 302
    approval = AssessorApproval.objects.get()
    assert "Asif Assessor" in words(client.get(path))
    assert client.post(reverse("assessment:end_approval", args=[approval.pk])).status_code == 302
    assert "Approvals that have ended" in words(client.get(path))


def test_an_administrator_of_another_organisation_ends_no_approval(cast: Cast, one: Apprenticeship) -> None:
    approval = AssessorApproval.objects.get()
    other = client_of(cast.tess)
    assert other.post(reverse("assessment:end_approval", args=[approval.pk])).status_code == 404
    (membership,) = cast.asif.memberships.all()
    refused = other.post(reverse("assessment:assessors"), {"assessor": membership.pk, "standard": "ST1379"})
    assert refused.status_code == 422
    assert AssessorApproval.objects.count() == 1


def test_what_is_booked_is_read_with_few_queries(cast: Cast, one: Apprenticeship) -> None:
    book(cast, one)
    client = client_of(cast.alice)
    with at_most(10):
        client.get(reverse("assessment:show", args=[one.pk]))
