"""The assessor's record: saved in parts, judged, completed, locked; and who may read it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.apps.assessment.making import (
    BY_POINTS,
    CONFIRMED,
    RECORDING,
    approve,
    assessor_of,
    book,
    completed,
    fill_in,
    judge,
    ready,
)
from tests.cast import LONG_AGO, Cast, as_actor
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.queries import records_visible_to
from touchstone.apps.assessment.sheets import Asked, HeldPart, Judgement
from touchstone.apps.assessment.standing import sheet_of, standing_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused, Stale


@pytest.fixture
def record(cast: Cast) -> Record:
    one = ready(cast)
    approve(cast, one)
    return book(cast, one).record


def visible(person: User) -> bool:
    return records_visible_to(as_actor(person)).exists()


def test_only_the_assessor_and_those_who_watch_over_assessments_see_a_record(cast: Cast, record: Record) -> None:
    seeing = {name for name, person in cast.people().items() if visible(person)}
    assert seeing == {"asif", "iris", "ada", "abel"}


def test_an_assessor_of_the_other_method_does_not_see_the_record(cast: Cast, record: Record) -> None:
    another_assessor(cast, record)
    book(cast, record.apprenticeship, "discussion", assessor=cast.theo)
    assert [row.booking.method for row in records_visible_to(as_actor(cast.theo))] == ["discussion"]
    assert [row.booking.method for row in records_visible_to(as_actor(cast.asif))] == ["observation"]


def another_assessor(cast: Cast, record: Record) -> None:
    """Theo of Tidewater also assesses for Meridian."""
    give_role(who=as_actor(cast.ada), person=cast.theo, organisation=cast.meridian, role=Role.ASSESSOR, since=LONG_AGO)
    approve(cast, record.apprenticeship, cast.theo)


def test_a_tutor_with_a_post_at_the_assessment_organisation_still_sees_no_marks(cast: Cast, record: Record) -> None:
    give_role(who=as_actor(cast.ada), person=cast.tom, organisation=cast.meridian, role=Role.ADMINISTRATOR)
    assert not visible(cast.tom)


def test_a_record_filled_in_as_the_plan_asks_stands_allowed_and_ungraded(record: Record) -> None:
    record = fill_in(record)
    standing = standing_of(sheet_of(record), CONFIRMED)
    assert standing.conduct.outcome == "allowed"
    assert standing.grade.outcome == "undetermined"
    assert [answer.outcome for _, answer in standing.recordings] == ["allowed", "allowed"]


def test_nothing_recorded_yet_is_unknown_and_not_refused(record: Record) -> None:
    standing = standing_of(sheet_of(record), CONFIRMED)
    assert standing.conduct.outcome == "undetermined"
    assert standing.grade.outcome == "undetermined"


def test_a_recording_from_before_the_gateway_counts_for_nothing(record: Record) -> None:
    early = dataclasses.replace(RECORDING, session_at=CONFIRMED - dt.timedelta(days=1))
    record = fill_in(record, recording=[RECORDING, early])
    standing = standing_of(sheet_of(record), CONFIRMED)
    assert [answer.outcome for _, answer in standing.recordings] == ["allowed", "refused"]
    assert standing.conduct.outcome == "refused"
    assert "conduct.recordings" in [finding.rule for finding in standing.conduct.blocking]


def test_parts_of_one_kind_leave_the_others_alone_and_the_log_keeps_what_was_typed(record: Record) -> None:
    record = fill_in(record)
    who = assessor_of(record)
    services.record_parts(who=who, record=record, kind="live-session", parts=[], version=record.version)
    assert set(record.parts.values_list("kind", flat=True)) == {"recording", "questioning"}
    entries = LogEntry.objects.filter(verb="record.parts").select_related("personal")
    assert entries.order_by("number")[0].personal.body["parts"][0]["minutes"] == 30


def test_a_part_the_method_has_not_is_refused(record: Record) -> None:
    with pytest.raises(Refused, match="no such part"):
        services.record_parts(who=assessor_of(record), record=record, kind="discussion", parts=[], version=1)


def test_judgements_can_be_saved_one_at_a_time_and_their_history_is_kept(record: Record) -> None:
    who = assessor_of(record)
    record = services.mark_all(
        who=who, record=record, judgements={"O-P1": Judgement(met=False, note="Not yet.")}, version=record.version
    )
    record = services.mark_all(
        who=who, record=record, judgements={"O-P1": Judgement(met=True, note="Then he did.")}, version=record.version
    )
    mark = record.marks.get()
    assert (mark.met, mark.note) == (True, "Then he did.")
    last = LogEntry.objects.filter(verb="record.marked").select_related("personal").latest("number")
    assert last.details["marks"] == {"O-P1": [False, True]}
    assert last.personal.body["notes_before"] == {"O-P1": "Not yet."}


def test_a_note_without_a_judgement_is_kept(record: Record) -> None:
    services.mark_all(
        who=assessor_of(record), record=record, judgements={"O-D1": Judgement(note="Long thoughts 🙂")}, version=1
    )
    assert record.marks.get().note == "Long thoughts 🙂"
    assert sheet_of(record).judged == 0


@pytest.mark.parametrize("judgements", [{"D-P1": Judgement(met=True)}, {"O-P1": Judgement(points=2)}])
def test_what_the_method_does_not_judge_is_refused(record: Record, judgements: dict[str, Judgement]) -> None:
    with pytest.raises(Refused):
        services.mark_all(who=assessor_of(record), record=record, judgements=judgements, version=1)


def test_the_second_of_two_windows_is_told_and_nothing_is_written(record: Record) -> None:
    who = assessor_of(record)
    services.mark_all(who=who, record=record, judgements={"O-P1": Judgement(met=True, note="A")}, version=1)
    with pytest.raises(Stale):
        services.mark_all(who=who, record=record, judgements={"O-P1": Judgement(met=False, note="B")}, version=1)
    assert record.marks.get().note == "A"


def test_nobody_but_its_assessor_writes_a_record(cast: Cast, record: Record) -> None:
    for person, role in ((cast.ada, Role.ADMINISTRATOR), (cast.iris, Role.QUALITY_ASSURER)):
        with pytest.raises(Refused, match="Only the assessor"):
            services.mark_all(who=as_actor(person, role), record=record, judgements={}, version=record.version)


def test_a_cancelled_booking_takes_no_more_entries(cast: Cast, record: Record) -> None:
    services.cancel_booking(who=as_actor(cast.ada, Role.ADMINISTRATOR), booking=record.booking, reason="Ill.")
    assert not visible(cast.asif)
    with pytest.raises(Refused, match="cancelled"):
        services.mark_all(who=assessor_of(record), record=record, judgements={}, version=record.version)


def test_completing_keeps_the_decisions_and_locks_the_record(cast: Cast, record: Record) -> None:
    record = completed(cast, record.booking, grade="distinction")
    assert (record.state, record.grade) == (Record.State.COMPLETED, "distinction")
    questions = StoredDecision.objects.filter(apprenticeship=record.apprenticeship.pk)
    assert sorted(questions.values_list("question", flat=True)) == [
        "assessor",
        "booking",
        "conduct",
        "grade-method",
        "recording",
        "recording",
        "start",
    ]
    who = assessor_of(record)
    with pytest.raises(Refused, match="locked"):
        services.mark_all(who=who, record=record, judgements={}, version=record.version)
    with pytest.raises(Refused, match="locked"):
        services.complete(who=who, record=record, version=record.version)
    with pytest.raises(Refused, match="no longer be cancelled"):
        services.cancel_booking(who=as_actor(cast.ada, Role.ADMINISTRATOR), booking=record.booking, reason="Late.")


def test_what_is_missing_is_named_and_the_record_stays_open(record: Record) -> None:
    record = fill_in(record)
    with pytest.raises(Refused) as refused:
        services.complete(who=assessor_of(record), record=record, version=record.version)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("grade.complete",)
    record.refresh_from_db()
    assert record.state == Record.State.OPEN
    assert not StoredDecision.objects.filter(question="grade-method").exists()


def test_an_assessment_that_broke_a_must_never_becomes_a_grade(record: Record) -> None:
    long = [HeldPart(minutes=60, held_on=dt.date(2026, 3, 16), learner="M2", genuine=True)]
    record = judge(fill_in(record, live_session=long))
    with pytest.raises(Refused) as refused:
        services.complete(who=assessor_of(record), record=record, version=record.version)
    assert refused.value.decision is not None
    assert refused.value.decision.question == "conduct"
    assert "conduct.total-time" in refused.value.decision.blockers
    record.refresh_from_db()
    assert (record.state, record.grade) == (Record.State.OPEN, "")


def test_a_completed_record_shows_the_answers_it_was_completed_by(cast: Cast, record: Record) -> None:
    record = completed(cast, record.booking)
    standing = standing_of(sheet_of(record), None)
    assert standing.conduct.stored == record.conduct_decision
    assert standing.grade.outcome == "pass"
    assert [answer.outcome for _, answer in standing.recordings] == ["allowed", "allowed"]


def test_a_points_sheet_goes_the_same_way(cast: Cast) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    record = completed(cast, book(cast, one, ruling_reason="Agreed."), grade="distinction")
    assert (record.grade, record.weighted_points) == ("distinction", 64)


def test_where_thresholds_are_unknown_the_assessors_own_grade_stands(cast: Cast) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    record = judge(fill_in(book(cast, one, "discussion", ruling_reason="Agreed.").record))
    who = assessor_of(record)
    with pytest.raises(Refused) as refused:
        services.complete(who=who, record=record, version=record.version)
    assert refused.value.decision is not None
    assert refused.value.decision.outcome == "undetermined"
    record = services.mark_all(who=who, record=record, judgements={}, version=record.version, recorded_grade="pass")
    record = services.complete(who=who, record=record, version=record.version)
    assert (record.grade, record.weighted_points) == ("pass", 33)


def test_a_grade_of_ones_own_is_refused_where_the_plan_has_thresholds(cast: Cast) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    record = book(cast, one, ruling_reason="Agreed.").record
    for grade in ("pass", "merit"):
        with pytest.raises(Refused, match="own grade"):
            services.mark_all(
                who=assessor_of(record), record=record, judgements={}, version=record.version, recorded_grade=grade
            )
    with pytest.raises(Refused, match="0, 1, 2 points"):
        services.mark_all(
            who=assessor_of(record), record=record, judgements={"3": Judgement(points=3)}, version=record.version
        )


def test_questions_name_ksbs_of_the_standard(record: Record) -> None:
    who = assessor_of(record)
    with pytest.raises(Refused, match="no such KSB"):
        services.record_questions(who=who, record=record, questions=[], not_observed=["K99"], version=record.version)
    record = services.record_questions(
        who=who,
        record=record,
        questions=[Asked("unobserved", "How do you …?", ksbs=("K12",))],
        not_observed=["S9", "K12"],
        version=record.version,
    )
    assert record.not_observed == ["K12", "S9"]


def test_reading_a_record_is_noted(cast: Cast, record: Record) -> None:
    services.open_record(who=as_actor(cast.iris, Role.QUALITY_ASSURER), record=record, page="marks")
    entry = LogEntry.objects.get(verb="record.opened")
    assert (entry.actor, entry.role) == (cast.iris.pk, "quality-assurer")
    assert entry.details["page"] == "marks"
