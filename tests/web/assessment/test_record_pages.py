"""The assessor's pages: saved in parts, rows that grow without a script, stale saves that lose nothing, locks."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.assessment.making import (
    BY_POINTS,
    approve,
    assessor_of,
    book,
    completed,
    fill_in,
    judge,
    ready,
)
from tests.cast import Cast, as_actor
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.sheets import Judgement
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.results import services as results
from touchstone.web.parts.rows import MOST

A_LOG_ENTRY = 3  # the head of the chain, the entry, the head moved on


def words(response: Any) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def record(cast: Cast) -> Record:
    one = ready(cast)
    approve(cast, one)
    return book(cast, one).record


@pytest.fixture
def asif(cast: Cast) -> Client:
    return client_of(cast.asif)


def to(name: str, record: Record, *more: str) -> str:
    return reverse(f"assessment:{name}", args=[record.pk, *more])


def row(number: int, **fields: str) -> dict[str, str]:
    return {f"part-{number}-{name.replace('__', '-')}": value for name, value in fields.items()}


LIVE = {"held_on__day": "16", "held_on__month": "3", "held_on__year": "2026", "minutes": "30", "learner": "M2"}


def test_the_task_list_says_how_far_each_task_is_and_what_is_missing(record: Record, asif: Client) -> None:
    page = words(asif.get(to("record", record)))
    for task in ("Live session", "Recording", "Questioning", "Questions", "Judgements"):
        assert task in page
    assert "0 of 10 judged" in page
    assert "Not judged yet: O-P1, O-D1, O-P2" in page
    said = page.partition("Missing so far")[2].partition("Was it carried out")[0]
    assert said.count("Not recorded yet: what took place.") == 1
    assert "Not recorded yet: which KSBs were not observed." in said
    assert "The assessor observes one live mentoring session." in page
    assert "Grade so far: not determined yet" in page
    judge(fill_in(record), grade="distinction")
    page = words(asif.get(to("record", record)))
    assert "2 of 2 recorded" in page
    assert "Grade so far: Distinction" in page
    assert "Nothing is missing" in page
    assert "10 of 10 pass criteria" not in page
    assert "120 minutes in 4 parts" in page


def test_parts_are_saved_with_what_is_not_known_left_out(record: Record, asif: Client) -> None:
    path = to("parts", record, "live-session")
    response = asif.post(path, {"version": "1", "part-rows": "1", "do": "save", **row(0, minutes="31")})
    assert response.status_code == 302
    part = record.parts.get()
    assert (part.minutes, part.held_on, part.genuine) == (31, None, None)
    assert 'value="31"' in asif.get(path).content.decode()


def test_add_another_keeps_what_was_typed_and_saves_nothing(record: Record, asif: Client) -> None:
    path = to("parts", record, "live-session")
    data = {"version": "1", "part-rows": "1", "do": "add", **row(0, **{**LIVE, "minutes": "three"})}
    response = asif.post(path, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="three"' in page
    assert 'name="part-1-minutes"' in page
    assert 'name="part-rows" value="2"' in page
    assert "There is a problem" not in page
    assert not record.parts.exists()


def test_a_row_left_blank_is_none_and_a_row_emptied_is_taken_out(record: Record, asif: Client) -> None:
    path = to("parts", record, "live-session")
    asif.post(path, {"version": "1", "part-rows": "3", "do": "save", **row(0, **LIVE), **row(2, minutes="20")})
    assert list(record.parts.values_list("minutes", flat=True)) == [30, 20]
    asif.post(path, {"version": "2", "part-rows": "2", "do": "save", **row(0, **LIVE)})
    assert list(record.parts.values_list("minutes", flat=True)) == [30]


def test_a_row_ticked_to_be_taken_out_is_taken_out_whatever_is_in_it(record: Record, asif: Client) -> None:
    path = to("parts", record, "live-session")
    asif.post(path, {"version": "1", "part-rows": "2", "do": "save", **row(0, **LIVE), **row(1, minutes="20")})
    data = {"version": "2", "part-rows": "2", "do": "save", **row(0, **LIVE), **row(1, minutes="lots", remove="on")}
    assert asif.post(path, data).status_code == 302
    assert list(record.parts.values_list("minutes", flat=True)) == [30]


def test_a_page_that_claims_endless_rows_is_answered_with_the_most_there_can_be(record: Record, asif: Client) -> None:
    typed = {"do": "add", "version": "1", "part-rows": "9" * 5000}
    page = asif.post(to("parts", record, "live-session"), typed).content.decode()
    assert f'name="part-rows" value="{MOST}"' in page


def test_wrong_figures_are_named_at_their_row(record: Record, asif: Client) -> None:
    path = to("parts", record, "live-session")
    response = asif.post(path, {"version": "1", "part-rows": "2", "do": "save", **row(1, minutes="many")})
    assert response.status_code == 422
    assert 'href="#id_part-1-minutes"' in response.content.decode()
    assert not record.parts.exists()


def test_a_recording_says_whether_it_counts(record: Record, asif: Client) -> None:
    path = to("parts", record, "recording")
    recording = {
        "minutes": "30",
        "session_date__day": "19",
        "session_date__month": "2",
        "session_date__year": "2026",
        "session_time": "2pm",
        "recorded_date__day": "19",
        "recorded_date__month": "2",
        "recorded_date__year": "2026",
        "recorded_time": "2pm",
        "has_video": "yes",
    }
    without_time = {**recording, "session_time": ""}
    refused = asif.post(path, {"version": "1", "part-rows": "1", "do": "save", **row(0, **without_time)})
    assert "Enter the time as well" in words(refused)
    assert asif.post(path, {"version": "1", "part-rows": "1", "do": "save", **row(0, **recording)}).status_code == 302
    page = words(asif.get(to("record", record)))
    assert "Recording 1 does not count" in page
    assert "The session takes place and is recorded after the gateway." in page


def test_questions_are_saved_with_kind_theme_ksbs_and_what_was_not_seen(record: Record, asif: Client) -> None:
    path = to("questions", record)
    data = {
        "version": "1",
        "question-rows": "2",
        "do": "save",
        "question-0-text": "Why did you choose this model? 🙂",
        "question-0-kind": "set",
        "question-0-theme": "Theoretical concepts",
        "question-0-ksbs": "k4, S12",
        "question-1-text": "How do you give feedback?",
        "question-1-kind": "unobserved",
        "question-1-ksbs": "K9",
        "not_observed": ["K9", "S10"],
    }
    wrong = asif.post(path, {**data, "question-1-kind": "", "question-0-ksbs": "K99"})
    assert wrong.status_code == 422
    assert "Select the kind of question" in words(wrong)
    assert "K99: no such KSB in this standard" in words(wrong)
    assert asif.post(path, data).status_code == 302
    record.refresh_from_db()
    assert record.not_observed == ["K9", "S10"]
    assert record.questions is not None
    assert [(one["kind"], one["ksbs"]) for one in record.questions] == [("set", ["K4", "S12"]), ("unobserved", ["K9"])]
    page = words(asif.get(to("record", record)))
    assert "S10" in page


def test_another_question_keeps_ticks_and_text(record: Record, asif: Client) -> None:
    data = {"version": "1", "question-rows": "1", "do": "add", "question-0-text": "Long text", "not_observed": "K9"}
    page = asif.post(to("questions", record), data).content.decode()
    assert "Long text" in page
    assert 'name="question-1-text"' in page
    assert re.search(r'value="K9"[^>]*checked', page)


def test_pass_and_distinction_stand_side_by_side_with_the_plans_words(record: Record, asif: Client) -> None:
    page = asif.get(to("marks", record)).content.decode()
    communication = page[page.index(">Communication<") : page.index(">Implementation<")]
    assert communication.index(">Pass<") < communication.index("Applies empathic listening skills")
    assert communication.index(">Distinction<") < communication.index("Adapts communication and questioning techniques")
    assert "K8 Questioning and listening techniques" in html.unescape(communication)
    monitoring = words(asif.get(to("marks", record))).split("Monitoring", 1)[1]
    assert "The plan has no distinction criterion in this theme" in monitoring


def test_judgements_are_saved_one_by_one_and_can_be_taken_back(record: Record, asif: Client) -> None:
    path = to("marks", record)
    response = asif.post(
        path, {"version": "1", "do": "theme-2", "O-P2-judged": "met", "O-P2-note": "Asked open questions.\r\nTwice."}
    )
    assert response["Location"] == f"{path}#theme-2"
    mark = record.marks.get(criterion="O-P2")
    assert (mark.met, mark.note) == (True, "Asked open questions.\nTwice.")
    asif.post(path, {"version": "2", "do": "save", "O-P2-judged": "open", "O-P2-note": "Look again."})
    mark.refresh_from_db()
    assert (mark.met, mark.note) == (None, "Look again.")


def test_a_note_too_long_is_kept_in_the_page(record: Record, asif: Client) -> None:
    long = "x" * 100_000
    response = asif.post(to("marks", record), {"version": "1", "O-P1-judged": "met", "O-P1-note": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    assert "must be 20,000 characters or fewer" in words(response)


def test_of_two_windows_the_second_sees_both_and_loses_nothing(record: Record, asif: Client) -> None:
    path = to("marks", record)
    first = {"version": "1", "O-P1-judged": "met", "O-P1-note": "First window.", "O-P2-note": "Only in the first."}
    assert asif.post(path, first).status_code == 302
    second = {
        "version": "1",
        "O-P1-judged": "not-met",
        "O-P1-note": "Second window.",
        "O-P3-note": "Only in the second.",
    }
    response = asif.post(path, second)
    page = response.content.decode()
    assert response.status_code == 422
    for text in ("First window.", "Second window.", "Only in the first.", "Only in the second."):
        assert text in page
    assert record.marks.get(criterion="O-P1").note == "First window."
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    again = {**second, "version": version[1], "O-P2-note": "Only in the first."}
    assert asif.post(path, again).status_code == 302
    notes = dict(record.marks.values_list("criterion", "note"))
    assert (notes["O-P1"], notes["O-P2"], notes["O-P3"]) == (
        "Second window.",
        "Only in the first.",
        "Only in the second.",
    )


@pytest.mark.parametrize("name", ["parts", "questions"])
def test_a_stale_page_of_rows_shows_what_is_saved_and_what_was_typed(record: Record, asif: Client, name: str) -> None:
    if name == "parts":
        path, field, rows = to("parts", record, "live-session"), "part-0-learner", {"part-rows": "1"}
    else:
        path, field, rows = to("questions", record), "question-0-text", {"question-rows": "1", "question-0-kind": "set"}
    assert asif.post(path, {"version": "1", "do": "save", **rows, field: "From one"}).status_code == 302
    response = asif.post(path, {"version": "1", "do": "save", **rows, field: "From two"})
    assert response.status_code == 422
    assert "From one" in words(response)
    assert "From two" in response.content.decode()
    assert "Saved meanwhile" in words(response)


def test_a_version_that_is_no_number_is_refused_in_words(record: Record, asif: Client) -> None:
    for path in (to("marks", record), to("questions", record), to("parts", record, "live-session")):
        response = asif.post(path, {"version": "x", "do": "save"})
        assert response.status_code == 422
        assert "Open this page again" in words(response)


def test_completing_locks_every_page(cast: Cast, record: Record, asif: Client) -> None:
    record = judge(fill_in(record))
    assert "Complete and lock" in words(asif.get(to("complete", record)))
    response = asif.post(to("complete", record), {"version": str(record.version)})
    assert response.status_code == 302
    record.refresh_from_db()
    assert record.state == Record.State.COMPLETED
    for name, more in (("parts", ["live-session"]), ("questions", []), ("marks", []), ("complete", [])):
        assert asif.get(to(name, record, *more))["Location"] == to("record", record)
        assert asif.post(to(name, record, *more), {"version": "99"})["Location"] == to("record", record)
    page = words(asif.get(to("record", record)))
    assert "With quality assurance" in page
    assert "Seen in the session." in page


def test_what_cannot_be_completed_says_why_and_has_no_button(record: Record, asif: Client) -> None:
    page = words(asif.get(to("complete", record)))
    assert "It cannot be completed yet" in page
    assert "Complete and lock" not in page
    response = asif.post(to("complete", record), {"version": str(record.version)})
    assert response.status_code == 422
    record.refresh_from_db()
    assert record.state == Record.State.OPEN


def test_a_stale_completion_shows_the_record_as_it_is_now(record: Record, asif: Client) -> None:
    record = judge(fill_in(record))
    response = asif.post(to("complete", record), {"version": "1"})
    assert response.status_code == 422
    assert "changed meanwhile" in words(response)


def test_an_assessment_that_broke_a_must_is_said_to_be_no_grade(record: Record, asif: Client) -> None:
    judge(fill_in(record, questioning=[]))
    page = words(asif.get(to("record", record)))
    assert "Was it carried out as the plan asks? No" in page
    assert "does not become a grade" in page


def test_what_is_sent_back_comes_with_its_reason(cast: Cast, record: Record, asif: Client) -> None:
    done, iris = completed(cast, record.booking), as_actor(cast.iris, Role.QUALITY_ASSURER)
    results.send_back(who=iris, record=done, reason="Say what you saw in O-P4.", version=done.version)
    page = words(asif.get(to("record", record)))
    assert "Sent back by Iris Assurer" in page
    assert "Say what you saw in O-P4." in page


def test_a_points_sheet_takes_points_and_the_assessors_own_grade(cast: Cast, asif: Client) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    record = book(cast, one, "discussion", ruling_reason="Agreed.").record
    page = words(asif.get(to("marks", record)))
    assert "Criterion 18" in page
    assert "Your own grade of this method" in page
    asif.post(to("marks", record), {"version": "1", "3-judged": "2", "3-note": "Clear.", "recorded_grade": "pass"})
    record.refresh_from_db()
    assert (record.marks.get().points, record.recorded_grade) == (2, "pass")
    wrong = asif.post(to("marks", record), {"version": "2", "3-judged": "7"})
    assert wrong.status_code == 422


def test_those_who_watch_over_assessments_read_and_do_not_write(cast: Cast, record: Record) -> None:
    services.mark_all(
        who=assessor_of(record), record=record, judgements={"O-P1": Judgement(met=True, note="A note.")}, version=1
    )
    ada = client_of(cast.ada)
    page = words(ada.get(to("record", record)))
    assert "A note." in page
    assert to("marks", record) not in page
    assert ada.get(to("marks", record)).status_code == 403
    opened = LogEntry.objects.filter(verb="record.opened", actor=cast.ada.pk)
    assert [entry.details["page"] for entry in opened] == ["record"]


@pytest.mark.parametrize("name", ["record", "marks", "questions", "complete"])
def test_a_page_of_a_record_asks_few_queries(record: Record, asif: Client, name: str) -> None:
    judge(fill_in(record))
    with at_most(10 + A_LOG_ENTRY):
        assert asif.get(to(name, record)).status_code == 200
