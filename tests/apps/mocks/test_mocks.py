"""A mock is held on the assessor's sheet, is its holder's until it is shared, and counts for nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.mocks.making import HELD, begun, judged, lena, shared, tom
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.assessment.models import Booking, Mark, Record
from touchstone.apps.assessment.sheets import Asked, HeldPart, Judgement
from touchstone.apps.mocks import services
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.queries import mocks_visible_to
from touchstone.apps.mocks.standing import sheet_of, standing_of
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused, Stale

pytestmark = pytest.mark.django_db


def test_a_mock_sent_twice_is_one(cast: Cast) -> None:
    one, id = enrolled(cast), uuid.uuid4()
    begun(cast, one, id=id)
    begun(cast, one, id=id, method="discussion")
    assert [mock.method for mock in Mock.objects.all()] == ["observation"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"method": "exam"}, "no such method"),
        ({"held_on": dt.date(2024, 3, 3)}, "between the start, 4 March 2024, and today"),
        ({"held_on": dt.date(2999, 1, 1)}, "and today"),
    ],
)
def test_a_mock_that_cannot_be_is_refused(cast: Cast, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        begun(cast, enrolled(cast), **changes)


def test_without_a_plan_there_is_no_form_to_practise_with(cast: Cast) -> None:
    with pytest.raises(Refused, match="not held here"):
        begun(cast, enrolled(cast, version="1.2", start=dt.date(2024, 8, 5)))


def test_what_is_written_comes_back_as_it_was(cast: Cast) -> None:
    mock = begun(cast, enrolled(cast))
    moment = dt.datetime(2024, 9, 9, 14, 30, tzinfo=dt.UTC)
    live = HeldPart(minutes=31, held_on=HELD, learner=" M2 ", genuine=True)
    recording = HeldPart(minutes=20, session_at=moment, recorded_at=moment, has_video=True)
    mock = services.record_parts(who=tom(cast), mock=mock, kind="live-session", parts=[live], version=1)
    mock = services.record_parts(who=tom(cast), mock=mock, kind="recording", parts=[recording], version=2)
    asked = Asked(kind="set", text="What did you agree?", ksbs=("K1",))
    mock = services.record_questions(who=tom(cast), mock=mock, questions=[asked], not_observed=["S2"], version=3)
    sheet = sheet_of(Mock.objects.get(pk=mock.pk))
    assert [(part.kind, part.minutes, part.held_on, part.learner) for part in sheet.parts] == [
        ("live-session", 31, HELD, "M2"),
        ("recording", 20, dt.date(2024, 9, 9), ""),
    ]
    assert sheet.parts[1].session_at == moment
    assert sheet.questions == [asked]
    assert sheet.not_observed == ["S2"]


def test_the_plans_own_rules_say_what_it_would_have_come_to(cast: Cast) -> None:
    mock = begun(cast, enrolled(cast))
    assert standing_of(sheet_of(mock)).grade.outcome == "undetermined"
    assert standing_of(sheet_of(judged(cast, mock, met=False))).grade.outcome == "fail"


def test_a_mock_leaves_nothing_where_the_assessment_is_kept(cast: Cast) -> None:
    one = enrolled(cast)
    decisions = StoredDecision.objects.count()
    shared(cast, one)
    assert StoredDecision.objects.count() == decisions
    assert not Record.objects.exists()
    assert not Booking.objects.exists()
    assert not Mark.objects.exists()


def test_until_it_is_shared_only_its_holder_finds_it(cast: Cast) -> None:
    one = enrolled(cast)
    everybody = {
        "tom": tom(cast),
        "lena": lena(cast),
        "alice": as_actor(cast.alice, Role.APPRENTICE),
        "quentin": as_actor(cast.quentin, Role.QUALITY_LEAD),
        "ada": as_actor(cast.ada, Role.ADMINISTRATOR),
        "iris": as_actor(cast.iris, Role.QUALITY_ASSURER),
        "theo": as_actor(cast.theo, Role.TUTOR),
    }

    def finders() -> set[str]:
        return {name for name, actor in everybody.items() if mocks_visible_to(actor).exists()}

    mock = judged(cast, begun(cast, one))
    assert finders() == {"tom"}
    services.share(who=tom(cast), mock=mock, feedback="Well done.", version=mock.version)
    assert finders() == {"tom", "lena", "alice", "quentin"}


def test_whoever_has_left_finds_their_mocks_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    begun(cast, one, who=lena(cast))
    one.participants.filter(person=cast.lena).update(until=timezone.now())
    assert not mocks_visible_to(lena(cast)).exists()


def test_nobody_writes_on_somebody_elses_mock(cast: Cast) -> None:
    mock = begun(cast, enrolled(cast))
    with pytest.raises(Refused, match="Only whoever holds"):
        judged(cast, mock, who=lena(cast))
    assert Mock.objects.get().marks == {}


def test_a_mock_is_judged_as_the_plan_judges(cast: Cast) -> None:
    mock = begun(cast, enrolled(cast))
    with pytest.raises(Refused, match="no such criterion"):
        services.mark_all(
            who=tom(cast), mock=mock, judgements={"X1": Judgement(met=True)}, recorded_grade=None, version=1
        )
    with pytest.raises(Refused, match="met or not met"):
        services.mark_all(
            who=tom(cast), mock=mock, judgements={"O-P1": Judgement(points=2)}, recorded_grade=None, version=1
        )


def test_a_shared_mock_is_locked_and_the_apprentice_is_told(cast: Cast) -> None:
    cast.alice.is_demo = False
    cast.alice.save()
    mock = shared(cast, enrolled(cast))
    with pytest.raises(Refused, match="locked"):
        judged(cast, mock)
    with pytest.raises(Refused, match="locked"):
        services.discard(who=tom(cast), mock=mock, version=mock.version)
    message = Message.objects.get(kind="mock-shared")
    assert message.to == cast.alice.email
    assert "counts for nothing" in message.text
    assert "open" not in message.text  # the feedback is read on the page, not in a mail


def test_sharing_says_what_is_missing(cast: Cast) -> None:
    mock = begun(cast, enrolled(cast))
    with pytest.raises(Refused, match="what to work on"):
        services.share(who=tom(cast), mock=mock, feedback=" ", version=1)
    with pytest.raises(Refused, match="at least one criterion"):
        services.share(who=tom(cast), mock=mock, feedback="Well done.", version=1)


def test_a_discarded_mock_is_gone_and_the_log_knows_only_that(cast: Cast) -> None:
    mock = judged(cast, begun(cast, enrolled(cast)))
    with pytest.raises(Stale):
        services.discard(who=tom(cast), mock=mock, version=1)
    services.discard(who=tom(cast), mock=mock, version=mock.version)
    assert not Mock.objects.exists()
    assert LogEntry.objects.get(verb="mock.discarded").details == {"method": "observation"}
