"""Checking, releasing, the result, its statement and its decisions, in the browser."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.results.making import agreed, recorded, records_of, released
from tests.cast import LONG_AGO, Cast, as_actor
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Record
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import DecisionBody, LogEntry, StoredDecision
from touchstone.apps.results.models import Result

A_LOG_ENTRY = 3  # the head of the chain, the entry, the head moved on
ANY_GRADE = re.compile(r"\b(fail|pass|merit|distinction)\b(?! criteria| criterion)", re.I)


def words(response: Any) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return recorded(cast)


def check(person: User, record: Record, **data: str) -> Any:
    client, path = client_of(person), reverse("results:check", args=[record.pk])
    return client.post(path, {"version": str(record.version), **data}) if data else client.get(path)


def test_a_check_shows_everything_there_is_to_check(cast: Cast, one: Apprenticeship) -> None:
    record = records_of(one)[0]
    page = words(check(cast.iris, record))
    for said in (
        "Assessed by Asif Assessor",
        "120 minutes in 4 parts",
        "Recording 2 counts",
        "Question 7",
        "Seen in the session.",
        "Grade of this method: Pass",
        "K8 Questioning and listening techniques",
        "7 of 7 pass criteria",
    ):
        assert said in page
    assert LogEntry.objects.filter(verb="record.opened", actor=cast.iris.pk, subject=str(record.pk)).count() == 1


def test_sending_back_needs_a_reason_and_agreeing_closes(cast: Cast, one: Apprenticeship) -> None:
    first, second = records_of(one)
    assert check(cast.iris, first, answer="").status_code == 422
    assert "Enter what has to be looked at again" in words(check(cast.iris, first, answer="send-back"))
    assert check(cast.iris, first, answer="send-back", reason="O-P4 has no example.").status_code == 302
    assert check(cast.iris, second, answer="agree").status_code == 302
    assert check(cast.iris, second, answer="agree").status_code == 302  # a second click
    page = words(check(cast.iris, first))
    assert "The record is with the assessor." in page
    assert "O-P4 has no example." in page
    states = {record.booking.method: record.state for record in records_of(one)}
    assert states == {"observation": Record.State.OPEN, "discussion": Record.State.AGREED}


def test_a_check_of_marks_that_changed_meanwhile_shows_them_and_keeps_the_answer(
    cast: Cast, one: Apprenticeship
) -> None:
    record = records_of(one)[0]
    response = check(cast.iris, record, answer="send-back", reason="O-P4 has no example.", version="1")
    assert response.status_code == 422
    assert "after you opened the page" in words(response)
    assert "O-P4 has no example." in words(response)
    assert f'name="version" value="{record.version}"' in response.content.decode()
    assert records_of(one)[0].state == Record.State.COMPLETED


def test_a_check_that_came_too_late_is_told(cast: Cast, one: Apprenticeship) -> None:
    record = records_of(one)[0]
    check(cast.iris, record, answer="agree")
    response = check(cast.iris, record, answer="send-back", reason="Wait.")
    assert response.status_code == 422
    assert "Only a record that waits for quality assurance can be sent back" in words(response)


def test_nobody_finds_their_own_assessment_to_check(cast: Cast, one: Apprenticeship) -> None:
    give_role(
        who=as_actor(cast.ada),
        person=cast.asif,
        organisation=cast.meridian,
        role=Role.QUALITY_ASSURER,
        since=LONG_AGO,
    )
    assert check(cast.asif, records_of(one)[0], answer="agree").status_code == 403


def test_release_waits_for_every_check(cast: Cast, one: Apprenticeship) -> None:
    client, path = client_of(cast.ada), reverse("results:release", args=[one.pk])
    page = words(client.get(path))
    assert "Quality assurance agrees the marks of every method first" in page
    response = client.post(path)
    assert response.status_code == 422
    assert "has not agreed the record of this method: Observation with questioning" in words(response)
    assert not Result.objects.exists()


def test_release_is_an_instant_and_happens_once(cast: Cast, one: Apprenticeship) -> None:
    agreed(cast, one)
    client, path = client_of(cast.ada), reverse("results:release", args=[one.pk])
    assert "Overall: Merit" in words(client.get(path))
    for _ in range(2):
        assert client.post(path)["Location"] == reverse("results:show", args=[one.pk])
    assert Result.objects.count() == 1
    assert "Released on" in words(client.get(path))


@pytest.mark.parametrize("name", ["alice", "tom", "lena", "quentin"])
def test_before_the_release_no_page_tells_the_apprentices_side_a_mark(
    cast: Cast, one: Apprenticeship, name: str
) -> None:
    agreed(cast, one)
    client = client_of(cast.people()[name])
    assert "The result is not released yet" in words(client.get(reverse("results:show", args=[one.pk])))
    for page in ("home", "apprenticeships:show", "apprenticeships:timeline", "results:show"):
        body = client.get(reverse(page, args=[] if page == "home" else [one.pk])).content.decode()
        main = body[body.index("<main") : body.index("</main>")]
        assert ANY_GRADE.findall(re.sub(r"<[^>]+>", " ", main)) == []
        assert "Quality assurance agreed" not in main
    for record in records_of(one):
        for address in (
            reverse("assessment:record", args=[record.pk]),
            reverse("results:check", args=[record.pk]),
            reverse("results:decision", args=[record.grade_decision]),
            reverse("results:decision", args=[record.conduct_decision]),
        ):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["alice", "tom", "lena", "quentin", "asif", "iris", "ada"])
def test_the_released_result_gives_every_reason(cast: Cast, one: Apprenticeship, name: str) -> None:
    result = released(cast, one)
    client = client_of(cast.people()[name])
    page = words(client.get(reverse("results:show", args=[one.pk])))
    for said in (
        "Result: Merit",
        "observation pass, discussion distinction: merit",
        "The grades of both methods combine to the overall grade.",
        "7 of 7 pass criteria",
        "Seen in the session.",
        "This is not the government’s apprenticeship certificate.",
    ):
        assert said in page
    for decision in (result.decision, result.components[0]["decision"], result.components[0]["conduct"]):
        assert client.get(reverse("results:decision", args=[decision])).status_code == 200


def test_a_result_by_points_gives_its_points(cast: Cast) -> None:
    one = recorded(cast, observation="distinction", discussion="pass", by_points=True)
    released(cast, one)
    page = words(client_of(cast.alice).get(reverse("results:show", args=[one.pk])))
    assert "Result: Distinction" in page
    assert "64 of 64 points" in page
    assert "64 + 33 = 97 points" in page
    assert "1 point" in page


def test_the_statement_is_a_pdf_to_download_and_its_opening_is_noted(cast: Cast, one: Apprenticeship) -> None:
    result = released(cast, one)
    response = client_of(cast.lena).get(reverse("results:statement", args=[result.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert one.reference in response["Content-Disposition"]
    assert LogEntry.objects.get(verb="statement.opened").actor == cast.lena.pk


def test_a_decision_asked_again_gives_the_same_answer(cast: Cast, one: Apprenticeship) -> None:
    result = released(cast, one)
    client, path = client_of(cast.alice), reverse("results:decision", args=[result.decision])
    page = words(client.get(path))
    assert "What does the whole assessment come to?" in page
    assert "Answer: Merit , asked by Ada Administrator" in page
    assert "gives the same answer with the same reasons" in words(client.post(path))


def test_reading_a_decision_about_marks_is_noted_and_one_about_the_booking_is_not(
    cast: Cast, one: Apprenticeship
) -> None:
    record = records_of(one)[0]
    client = client_of(cast.ada)
    for decision in (record.booking.decision, record.grade_decision):
        assert client.get(reverse("results:decision", args=[decision])).status_code == 200
    entry = LogEntry.objects.get(verb="decision.opened")
    assert (entry.actor, entry.subject) == (cast.ada.pk, str(record.grade_decision))


def test_every_kind_of_decision_can_be_read_and_asked_again(cast: Cast, one: Apprenticeship) -> None:
    released(cast, one)
    client = client_of(cast.ada)
    decisions = {row.question: row.pk for row in StoredDecision.objects.filter(apprenticeship=one.pk)}
    assert {"start", "booking", "assessor", "recording", "conduct", "grade-method", "grade-overall"} <= set(decisions)
    for decision in decisions.values():
        page = words(client.post(reverse("results:decision", args=[decision])))
        assert "gives the same answer with the same reasons" in page


def test_a_decision_whose_facts_were_erased_says_so(cast: Cast, one: Apprenticeship) -> None:
    result = released(cast, one)
    DecisionBody.objects.filter(decision=result.decision).delete()
    client, path = client_of(cast.alice), reverse("results:decision", args=[result.decision])
    assert "have been erased" in words(client.get(path))
    assert "cannot be asked again" in words(client.post(path))


def test_the_pages_of_a_result_ask_few_queries(cast: Cast, one: Apprenticeship) -> None:
    iris, path = client_of(cast.iris), reverse("results:check", args=[records_of(one)[0].pk])
    with at_most(10 + A_LOG_ENTRY):
        assert iris.get(path).status_code == 200
    result = released(cast, one)
    alice = client_of(cast.alice)
    for name, about in (("show", one.pk), ("decision", result.decision)):
        with at_most(10 + A_LOG_ENTRY):
            assert alice.get(reverse(f"results:{name}", args=[about])).status_code == 200
