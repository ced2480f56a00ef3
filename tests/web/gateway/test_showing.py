"""The page of the gateway: who sees what of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.gateway.making import (
    BY_POINTS,
    ada,
    confirmed,
    newest,
    photo,
    prepared,
    prepared_by_points,
    ruled,
    submitted,
    tom,
)
from tests.apps.plans.making import signed
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import Newcomer, assign, replace_part
from touchstone.apps.gateway import services
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.demo.clock import at

ON_IT = {"alice", "tom", "quentin", "lena", "iris", "ada", "abel", "asif", "rhys"}


def show(person: User, one: Apprenticeship) -> Any:
    return client_of(person).get(reverse("gateway:show", args=[one.pk]))


def words(person: User, one: Apprenticeship) -> str:
    page = show(person, one)
    assert page.status_code == 200
    return str(page.content.decode())


def with_everybody(cast: Cast) -> Apprenticeship:
    """Alice's apprenticeship with assessor, supervisor and the regulator's reader."""
    one = enrolled(cast)
    for person, role in ((cast.asif, Role.ASSESSOR), (cast.rhys, Role.REGULATOR_READER)):
        assign(who=ada(cast), apprenticeship=one, person=person, role=role)
    assign(who=tom(cast), apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    return one


def test_everybody_on_it_but_supervisor_and_safeguarding_lead_sees_it(cast: Cast) -> None:
    one = with_everybody(cast)
    for who, person in cast.people().items():
        expected = 200 if who in ON_IT else 403 if who == "sunil" else 404
        assert show(person, one).status_code == expected, who


def test_before_anything_is_given_each_requirement_says_whose_turn_it_is(cast: Cast) -> None:
    page = words(cast.tom, enrolled(cast))
    assert "Not given yet." in page
    assert "It is the turn of: tutor." in page
    assert "It is the turn of: line manager." in page
    assert "Start 4 March 2024 + 12 months = 4 March 2025" in page


def test_each_is_offered_only_what_is_theirs_to_give(cast: Cast) -> None:
    one = enrolled(cast)

    def offered(person: User) -> set[str]:
        page = words(person, one)
        facts = ("photo_id", "portfolio", "mapping_form", "declaration_signed", "english", "employer_confirms")
        return {fact for fact in facts if reverse("gateway:give", args=[one.pk, fact]) in page}

    assert offered(cast.lena) == {"employer_confirms"}
    assert "employer_confirms" not in offered(cast.tom)
    assert "photo_id" in offered(cast.tom)
    assert offered(cast.alice) == set()
    assert offered(cast.ada) == set()


def test_what_is_given_says_by_whom(cast: Cast) -> None:
    one = prepared(cast).apprenticeship
    page = words(cast.tom, one)
    assert "Given by Tom Tutor" in page
    assert "Given by Lena Line" in page
    assert "Check and submit" in page


def test_the_line_manager_sees_verdicts_and_not_how_they_came_about(cast: Cast) -> None:
    gateway = prepared(cast)
    page = words(cast.lena, gateway.apprenticeship)
    assert "level 2" not in page.replace("English at level 2", "").replace("Maths at level 2", "")
    assert "level 2, by a qualification" not in page
    assert "The tutor and the assessment organisation see the details." in page
    assert reverse("gateway:identity", args=[gateway.pk]) not in page
    assert "level 2, by a qualification" in words(cast.tom, gateway.apprenticeship)


def test_who_may_open_the_identity_document(cast: Cast) -> None:
    one = with_everybody(cast)
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    photo(cast, gateway)
    may = {"tom", "quentin", "ada", "abel", "asif"}
    for who, person in cast.people().items():
        page = client_of(person).get(reverse("gateway:identity", args=[gateway.pk]))
        expected = 200 if who in may else 403 if who in ON_IT | {"sunil"} else 404
        assert page.status_code == expected, who
        if expected == 200:
            assert page.getvalue().startswith(b"\x89PNG")
    opened = LogEntry.objects.filter(verb="file.opened")
    assert {entry.actor for entry in opened} == {cast.people()[who].pk for who in may}


def test_there_is_no_identity_document_to_open_before_one_is_given(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    assert client_of(cast.tom).get(reverse("gateway:identity", args=[gateway.pk])).status_code == 404


def test_an_identity_document_storage_lost_has_a_page_that_says_so(cast: Cast, settings: Any) -> None:
    gateway = prepared(cast)
    for stored in settings.MEDIA_ROOT.iterdir():
        stored.unlink()
    page = client_of(cast.ada).get(reverse("gateway:identity", args=[gateway.pk]))
    assert page.status_code == 404
    assert "our storage does not have it" in page.content.decode()


def test_submitted_says_with_whom_it_is_and_offers_the_decision_to_the_administrator_alone(cast: Cast) -> None:
    one = submitted(cast).apprenticeship
    decide = reverse("gateway:decide", args=[one.pk])
    assert decide in words(cast.ada, one)
    for person in (cast.tom, cast.alice, cast.lena, cast.iris):
        page = words(person, one)
        assert "With the assessment organisation" in page
        assert decide not in page
        assert reverse("gateway:give", args=[one.pk, "english"]) not in page


def test_confirmed_says_when_and_what_the_earliest_dates_are(cast: Cast) -> None:
    gateway = confirmed(cast)
    page = words(cast.alice, gateway.apprenticeship)
    assert "Ada Administrator confirmed it" in page
    today = dt.datetime.now(dt.UTC).date()
    earliest = today + dt.timedelta(days=14)
    assert f"{earliest.day} {earliest:%B %Y}" in page
    assert "Observation with questioning" in page


def test_a_plan_silent_on_booking_says_that_a_person_decides_the_dates(cast: Cast) -> None:
    gateway = confirmed(cast, ruled(cast, submitted(cast, prepared_by_points(cast))))
    assert "A person decides and records it." in words(cast.alice, gateway.apprenticeship)


def test_returned_shows_the_reason_and_the_attempt_as_it_was(cast: Cast) -> None:
    gateway = submitted(cast)
    services.return_to_provider(
        who=ada(cast), gateway=gateway, version=gateway.version, reason="The photograph cannot be read."
    )
    one = gateway.apprenticeship
    page = words(cast.tom, one)
    assert "Returned: what has to be put right" in page
    assert "The photograph cannot be read." in page
    past = client_of(cast.alice).get(reverse("gateway:attempt", args=[gateway.pk]))
    assert past.status_code == 200
    assert "Attempt" in page
    assert "Requirements as they were" in past.content.decode()
    assert client_of(cast.wendy).get(reverse("gateway:attempt", args=[gateway.pk])).status_code == 404


def test_a_plan_that_is_not_held_says_so_and_asks_for_nothing(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    page = words(cast.tom, one)
    assert "is not held here" in page
    assert "Check and submit" not in page


def test_an_adopted_plan_says_whose_it_is_and_what_is_unchecked(cast: Cast) -> None:
    signed(cast)
    page = words(cast.tom, enrolled(cast, version="1.2", start=dt.date(2024, 9, 2)))
    assert "Adopted by Meridian Assessment (EPA9001) from ST1379-1.1" in page
    assert "carried over, not checked" in page


def test_the_document_most_clauses_stand_in_is_named_once(cast: Cast) -> None:
    page = words(cast.tom, enrolled(cast))
    title = "TQUK Level 4 End-Point Assessment for ST1379 Learning and Skills Mentor, Standard Specification"
    assert f"Sections named without a document are in: {title}." in page
    assert page.count(title) == 1
    assert "Gateway Considerations, page 5" in page


def test_a_plan_by_points_shows_its_own_requirements_and_dispensations(cast: Cast) -> None:
    one = enrolled(cast, **BY_POINTS)
    page = words(cast.tom, one)
    for fact in ("showcase", "ict_level", "safeguarding_level", "dispensations", "english_maths_choice_recorded"):
        assert reverse("gateway:give", args=[one.pk, fact]) in page
    assert reverse("gateway:give", args=[one.pk, "photo_id"]) not in page


@pytest.mark.parametrize("stage", ["nothing", "prepared", "submitted", "confirmed", "returned"])
def test_the_page_stays_within_ten_queries(cast: Cast, stage: str) -> None:
    signed(cast)
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    if stage != "nothing":
        gateway = prepared(cast, one)
        if stage != "prepared":
            gateway = submitted(cast, gateway)
        if stage == "confirmed":
            confirmed(cast, gateway)
        if stage == "returned":
            services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="No.")
    for person in (cast.tom, cast.ada):
        client = client_of(person)
        address = reverse("gateway:show", args=[one.pk])
        client.get(address)
        with at_most(10):
            assert client.get(address).status_code == 200


def test_the_newest_attempt_is_the_one_shown(cast: Cast) -> None:
    gateway = submitted(cast)
    services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="No.")
    assert newest(gateway.apprenticeship).number == 2
    assert f"Attempt {gateway.number}" in words(cast.quentin, gateway.apprenticeship)


def test_what_a_line_manager_confirmed_before_they_left_stands_and_says_so(cast: Cast) -> None:
    gateway = prepared(cast)
    one = gateway.apprenticeship
    assert "They take no part any more" not in words(cast.tom, one)
    replace_part(who=tom(cast), apprenticeship=one, role=Role.LINE_MANAGER, by=Newcomer("Nia", "nia@example.org"))
    page = words(cast.tom, one)
    assert "Given by Lena Line on" in page
    assert "They take no part any more: it was the employer’s word on that day, and it stands." in page
    assert submitted(cast, gateway).state == "submitted"


def test_confirmed_says_when_the_assessment_period_begins_and_ends(cast: Cast) -> None:
    gateway = submitted(cast)
    with at(dt.datetime(2026, 3, 2, 14, tzinfo=dt.UTC)):
        confirmed(cast, gateway)
    assert "The assessment period is from 2 March 2026 to 2 June 2026." in words(cast.lena, gateway.apprenticeship)


def test_what_is_to_be_done_says_who_does_it_and_how(cast: Cast) -> None:
    page = words(cast.alice, enrolled(cast))
    assert "The tutor uploads a picture or scan of the document, in their own account." in page
    assert "The line manager says whether the apprentice is ready, in their own account." in page
    assert "To do" in page
