"""Enrolling an apprentice in the browser, without script."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.stories import ULN, enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind

ENROL = "/apprenticeships/enrol/"


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "name": "Siân Ŵyn 🌱",
        "email": "sian@example.org",
        "date_of_birth-day": "27 March 1994",
        "uln": "10000 00027",
        "plan": "ST1379",
        "start-day": "4",
        "start-month": "mar",
        "start-year": "2024",
        "funding": "public",
        "tutor": str(cast.tom.pk),
        "assessment_organisation": str(cast.meridian.pk),
        "employer": "",
        "employer_name": "Harbour Care",
        "manager_name": "Lena Line",
        "manager_email": "lena@example.org",
        **changes,
    }


def hidden(page: str) -> dict[str, str]:
    return {
        unescape(n): unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    }


def test_what_was_entered_is_shown_and_then_enrolled(cast: Cast) -> None:
    client = client_of(cast.tom)
    shown = client.post(ENROL, typed(cast))
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Check before you enrol Siân Ŵyn 🌱" in page
    assert "version 1.1" in page  # the version open on the start date
    assert Apprenticeship.objects.count() == 0
    carried = {k: v for k, v in hidden(page).items() if k != "csrfmiddlewaretoken"}
    done = client.post(ENROL, {**carried, "do": "enrol"})
    one = Apprenticeship.objects.get()
    assert done["Location"] == reverse("apprenticeships:show", args=[one.pk])
    assert (one.uln, one.version, one.employer) == (ULN, "1.1", cast.harbour)
    again = client.post(ENROL, {**carried, "do": "enrol"})
    assert again["Location"] == done["Location"]
    assert Apprenticeship.objects.count() == 1


def test_going_back_to_change_something_keeps_everything(cast: Cast) -> None:
    client = client_of(cast.tom)
    page = client.post(ENROL, {**typed(cast), "do": "change"}).content.decode()
    for value in ("Siân Ŵyn 🌱", "sian@example.org", "10000 00027", "Harbour Care", "lena@example.org"):
        assert value in page


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"uln": "1000000028"}, "id_uln", "Check the ULN: its check digit does not fit"),
        ({"plan": "ST1379-1.0"}, "id_plan", "On that date version 1.1 is open"),
        (
            {"start-day": "1", "start-month": "1", "start-year": "2021"},
            "id_plan",
            "No version of ST1379 takes a start on",
        ),
        ({"plan": "ST1379-1.2", "start-month": "9", "start-year": "2026"}, "id_funding", "no public funding"),
        ({"start-day": "31", "start-month": "2"}, "id_start-day", "must be a real date"),
        ({"email": "nobody"}, "id_email", "correct format"),
        ({"employer_name": ""}, "id_employer", "Choose the employer"),
        ({"supervisor_email": "s@example.org"}, "id_supervisor_name", "supervisor’s full name"),
        ({"last_1-day": "1", "last_1-month": "5", "last_1-year": "2024"}, "id_first_1-day", "first day of this break"),
        ({"date_of_birth-day": "4/3/2024"}, "id_date_of_birth-day", "must be before the start date"),
        ({"tutor": ""}, "id_tutor", "Select tutor"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, changes: dict[str, str], field: str, says: str
) -> None:
    answer = client_of(cast.tom).post(ENROL, typed(cast, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert f'href="#{field}"' in page
    assert "Siân Ŵyn 🌱" in page
    assert Apprenticeship.objects.count() == 0


@pytest.mark.parametrize("lost", ["", "\0", "x" * 300])
def test_a_form_that_lost_its_id_is_refused_in_words(cast: Cast, lost: str) -> None:
    answer = client_of(cast.tom).post(ENROL, {**typed(cast), "id": lost, "do": "enrol"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_duplicate_is_said_before_anybody_is_enrolled(cast: Cast) -> None:
    enrolled(cast)
    answer = client_of(cast.tom).post(ENROL, typed(cast))
    assert answer.status_code == 422
    assert "already enrolled on this standard with this start date" in answer.content.decode()


def test_an_account_of_another_name_is_said_and_the_form_comes_back_filled(cast: Cast) -> None:
    answer = client_of(cast.tom).post(ENROL, typed(cast, email="lorna@example.org", do="enrol"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "under another name" in page
    assert "Lorna Line" not in page
    assert "Siân Ŵyn 🌱" in page


def test_a_plan_not_held_is_said_and_does_not_stop_the_enrolment(cast: Cast) -> None:
    page = client_of(cast.tom).post(ENROL, typed(cast, **{"start-year": "2025"})).content.decode()
    assert "The assessment plan of ST1379-1.2 is not held here" in page
    client_of(cast.tom).post(ENROL, typed(cast, **{"start-year": "2025", "do": "enrol"}))
    assert Apprenticeship.objects.get().version == "1.2"


def test_a_tutor_chooses_among_employers_of_their_own_provider_only(cast: Cast) -> None:
    enrolled(cast)
    assert "Harbour Care</option>" in client_of(cast.tom).get(ENROL).content.decode()
    assert "Harbour Care" not in client_of(cast.wendy).get(ENROL).content.decode()


def test_another_providers_tutor_cannot_be_chosen(cast: Cast) -> None:
    answer = client_of(cast.wendy).post(ENROL, typed(cast))
    assert answer.status_code == 422
    assert "Select one of the options in the list" in answer.content.decode()


def test_only_tutors_and_quality_leads_enrol(cast: Cast) -> None:
    allowed = {name for name, person in cast.people().items() if client_of(person).get(ENROL).status_code == 200}
    assert allowed == {"tom", "wendy", "quentin", "walter"}
    assert Organisation.objects.count() == 7


def test_without_an_assessment_organisation_the_page_says_who_adds_one(cast: Cast) -> None:
    Organisation.objects.filter(kind=OrganisationKind.ASSESSMENT).update(kind=OrganisationKind.EMPLOYER)
    page = client_of(cast.tom).get(ENROL).content.decode()
    assert "There is no assessment organisation here yet" in page
    assert "touchstone owner --kind assessment" in page
    assert 'name="uln"' not in page
