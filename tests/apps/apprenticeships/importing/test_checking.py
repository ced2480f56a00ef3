"""Checking the rows of a table: what is wrong with each, and what each asks for."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.apprenticeships.importing.tables import GOOD, crowd, row
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.importing.checking import Checked, Checker
from touchstone.apps.apprenticeships.importing.columns import EXAMPLE_NAME
from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import Newcomer, NewEmployer
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role


def checked(cast: Cast, *rows: Row) -> list[Checked]:
    return Checker(cast.northgate).check(rows)


def test_a_row_that_is_right_becomes_an_enrolment(cast: Cast) -> None:
    (one,) = checked(cast, row())
    assert (one.errors, one.warnings, one.there) == ([], [], False)
    assert one.arguments == {
        "name": "Siân Ŵyn",
        "email": "sian@example.org",
        "uln": "1000000027",
        "date_of_birth": dt.date(1994, 3, 27),
        "standard": "ST1379",
        "version": "1.1",
        "start": dt.date(2024, 3, 4),
        "funding": "public",
        "provider": cast.northgate,
        "employer": "Harbour Care",  # of whom Northgate trains nobody yet
        "assessment_organisation": cast.meridian,
        "tutor": cast.tom,
        "manager_name": "Lena Line",
        "manager_email": "lena@example.org",
    }


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-04",
        "2024-03-04 00:00:00",
        "04/03/2024",
        "4/3/2024",
        "04.03.2024",
        "04-03-2024",
        "4 March 2024",
        "4th mar 2024",
    ],
)
def test_a_date_is_understood_as_people_write_it_the_day_first(cast: Cast, written: str) -> None:
    (one,) = checked(cast, row(start=written))
    assert (one.errors, one.arguments["start"]) == ([], dt.date(2024, 3, 4))


@pytest.mark.parametrize("written", ["1000000027", "10000 00027", "1 000 000 027"])
def test_spaces_in_a_uln_do_not_matter(cast: Cast, written: str) -> None:
    (one,) = checked(cast, row(uln=written))
    assert one.arguments["uln"] == "1000000027"


@pytest.mark.parametrize("written", ["", "1.1"])
def test_the_version_is_the_one_open_on_the_start_date(cast: Cast, written: str) -> None:
    (one,) = checked(cast, row(version=written))
    assert one.arguments["version"] == "1.1"


def test_a_version_that_a_spreadsheet_took_for_a_number_is_understood(cast: Cast) -> None:
    (one,) = checked(cast, row(version="1", start="3 April 2023"))
    assert one.arguments["version"] == "1.0"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Full name is empty."),
        ({"name": "x" * 201}, "Full name: it is longer than 200 characters."),
        ({"name": EXAMPLE_NAME}, "This is the example row of our template. Delete it."),
        ({"email": "sian at home"}, "Email address: “sian at home” is not an email address."),
        ({"email": "alice@example.org"}, "Email address: There is already an account for alice@example.org"),
        ({"manager_email": "sian@example.org"}, "Nobody is their own line manager."),
        ({"manager_name": "Leni Line"}, "Line manager email: There is already an account for lena@example.org"),
        ({"manager_name": "Tom Tutor", "manager_email": "tom@example.org"}, "Nobody gives the word of both"),
        ({"uln": "1000000028"}, "ULN: 1000000028: its check digit does not fit."),
        ({"uln": "1.0E+09"}, "ULN: “1.0E+09” is how a spreadsheet shortens a long number, and digits are lost."),
        ({"uln": "9999999999"}, "placeholder"),
        ({"date_of_birth": "27/03/94"}, "Date of birth: “27/03/94”: write the year with four digits."),
        ({"date_of_birth": "1 January 1901"}, "Date of birth: “1 January 1901” cannot be right."),
        ({"date_of_birth": "4 March 2024"}, "Date of birth must be before the start date."),
        (
            {"start": "03/25/2024"},
            "Start date: “03/25/2024” is not a day of the calendar. The day comes before the month",
        ),
        ({"start": "45355"}, "Start date: “45355” is a number."),
        ({"start": "soon"}, "Start date: “soon” is not a date."),
        ({"start": "4 March 20244"}, "four digits"),
        ({"start": "1 January 2021", "version": ""}, "Version: none of ST1379 takes a start on this date."),
        ({"start": "4 March 2022"}, "starts"),
        ({"version": "1.0"}, "starts"),  # closed when 1.1 opened
        ({"version": "7.0"}, "Version: there is no version 7.0. There are 1.0, 1.1, 1.2."),
        ({"standard": "ST9999"}, "Standard: ST9999 is not one of"),
        ({"funding": "levy"}, "Funding: “levy” is neither “public” nor “private”."),
        ({"tutor": "wendy@example.org"}, "Tutor email: wendy@example.org is not a tutor at Northgate Training."),
        ({"tutor": "quentin@example.org"}, "Tutor email: quentin@example.org is not a tutor at Northgate Training."),
        ({"assessment_organisation": "EPA0001"}, "no organisation here has the id EPA0001"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, changes: dict[str, Any], says: str) -> None:
    (one,) = checked(cast, row(**changes))
    assert any(says in error for error in one.errors), one.errors
    assert one.arguments == {}


def test_everything_wrong_with_a_row_is_said_at_once(cast: Cast) -> None:
    (one,) = checked(cast, Row(2, {}, surplus=True))
    assert len(one.errors) == 13  # every column but the version, and the cells too many


def test_a_plan_that_is_not_held_is_a_warning(cast: Cast) -> None:
    (one,) = checked(cast, row(version="1.2", start="3 March 2025"))
    assert one.errors == []
    assert one.arguments["version"] == "1.2"
    assert "The assessment plan of ST1379-1.2 is not held here." in one.warnings[0]


def test_rows_that_say_the_same_are_refused_after_the_first(cast: Cast) -> None:
    first, second = checked(cast, row(2), row(3, uln="10000 00027", start="2024-03-04"))
    assert first.errors == []
    assert second.errors == ["Row 2 has the same ULN, standard and start date."]


def test_one_address_under_two_names_and_one_learner_under_two_addresses_are_noticed(cast: Cast) -> None:
    _, name, learner = checked(
        cast, row(2), row(3, name="Sian Wynn", uln=uln(1)), row(4, email="other@example.org", start="5 March 2024")
    )
    assert name.errors == ["Email address: in row 2 it belongs to Siân Ŵyn."]
    assert learner.errors == []
    assert learner.warnings == ["Row 2 has the same ULN with another email address. Check both."]


def test_what_is_remembered_holds_over_thousands(cast: Cast) -> None:
    checker = Checker(cast.northgate)
    checker.check([row(2)])
    assert checker.check([row(1002)])[0].errors == ["Row 2 has the same ULN, standard and start date."]


def test_who_is_enrolled_already_is_matched_by_uln_standard_and_start(cast: Cast) -> None:
    enrolled(cast)
    same, other = checked(cast, row(name="Alice Adeyemi", email="alice@example.org"), row(3, start="5 March 2024"))
    assert (same.there, same.errors, same.arguments) == (True, [], {})
    assert (other.there, other.errors) == (False, [])


def test_an_enrolment_at_another_provider_is_no_match_but_an_error(cast: Cast) -> None:
    changes = {"provider": cast.westfield, "employer": cast.quayside, "tutor": cast.wendy, "line_manager": cast.lorna}
    people.give_role(who=SYSTEM, person=cast.alice, organisation=cast.quayside, role=Role.APPRENTICE)
    enrolled(cast, who=as_actor(cast.wendy, Role.TUTOR), **changes)
    (one,) = checked(cast, row())
    assert (one.there, len(one.errors)) == (False, 1)
    assert "Another provider has enrolled" in one.errors[0]


def test_an_employer_is_one_the_provider_trains_for(cast: Cast) -> None:
    enrolled(cast)
    belongs, joins, other = checked(
        cast,
        row(2, start="5 March 2024", employer="harbour CARE"),
        row(3, start="6 March 2024", manager_name="Mona Moor", manager_email="mona@example.org"),
        row(4, start="7 March 2024", employer="Quayside Foods"),
    )
    assert (belongs.arguments["employer"], belongs.warnings) == (cast.harbour, [])
    assert joins.arguments["employer"] == cast.harbour
    assert "The line manager does not belong to Harbour Care yet" in joins.warnings[0]
    assert other.arguments["employer"] == "Quayside Foods"  # of another provider: nobody learns that it is here


def test_of_two_employers_of_one_name_it_is_the_line_managers(cast: Cast) -> None:
    enrolled(cast)
    twin = Organisation.objects.create(kind=OrganisationKind.EMPLOYER, name="Harbour Care")
    mona = people.make_person(who=SYSTEM, email="mona@example.org", name="Mona Moor")
    people.give_role(who=SYSTEM, person=mona, organisation=twin, role=Role.LINE_MANAGER)
    people.give_role(who=SYSTEM, person=cast.alice, organisation=twin, role=Role.APPRENTICE)
    enrolled(cast, uln=uln(9), employer=twin, line_manager=mona)
    hers, nobodys = checked(
        cast,
        row(2, start="5 March 2024", manager_name="Mona Moor", manager_email="mona@example.org"),
        row(3, start="6 March 2024", manager_name="Nia New", manager_email="nia@example.org"),
    )
    assert hers.arguments["employer"] == twin
    assert "more than one employer called Harbour Care" in nobodys.errors[0]


def test_a_thousand_rows_ask_as_often_as_one(cast: Cast) -> None:
    rows = [Row(n, {key: str(value) for key, value in one.items()}) for n, one in enumerate(crowd(1000), 2)]
    checker = Checker(cast.northgate)
    with CaptureQueriesContext(connection) as captured:
        assert all(one.errors == [] for one in checker.check(rows))
    assert len(captured) == 3


def test_checking_changes_nothing(cast: Cast) -> None:
    before = User.objects.count(), Organisation.objects.count()
    checked(cast, row(employer="New Employer", manager_name="Nia New", manager_email="nia@example.org"))
    assert (User.objects.count(), Organisation.objects.count()) == before
    assert not Apprenticeship.objects.exists()


def test_the_row_that_is_right_can_really_be_enrolled(cast: Cast) -> None:
    """The check and the enrolment say the same of the same row."""
    (one,) = checked(cast, row())
    given = dict(one.arguments)
    manager = Newcomer(given.pop("manager_name"), given.pop("manager_email"))
    made = enrolled(
        cast, **{**given, "id": uuid.uuid4(), "line_manager": manager, "employer": NewEmployer(given["employer"])}
    )
    assert (made.apprentice.name, made.employer) == (GOOD["name"], cast.harbour)
