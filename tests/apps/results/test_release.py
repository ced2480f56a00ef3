"""Release: the overall grade by the rules, at an instant, once; and nobody on the apprentice's side before."""

from __future__ import annotations

import pytest

from tests.apps.gateway.making import confirmed
from tests.apps.results.making import RELEASED, agreed, recorded, records_of, released
from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.people.access import table
from touchstone.apps.people.roles import Role
from touchstone.apps.records.decisions import ask_again
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results import services
from touchstone.apps.results.models import Result
from touchstone.apps.results.policy import TIMELINE
from touchstone.apps.results.queries import decision_visible_to, released_to

APPRENTICES_SIDE = {Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD, Role.LINE_MANAGER, Role.SUPERVISOR}


@pytest.mark.parametrize(
    ("observation", "discussion", "overall"),
    [
        ("pass", "pass", "pass"),
        ("pass", "distinction", "merit"),
        ("distinction", "distinction", "distinction"),
        ("fail", "distinction", "fail"),
    ],
)
def test_the_overall_grade_follows_from_the_agreed_records(
    cast: Cast, observation: str, discussion: str, overall: str
) -> None:
    result = released(cast, recorded(cast, observation=observation, discussion=discussion))
    assert result.grade == overall
    assert [component["grade"] for component in result.components] == [observation, discussion]
    assert result.released_at == RELEASED


def test_points_add_up_to_an_overall_distinction(cast: Cast) -> None:
    one = recorded(cast, observation="distinction", discussion="pass", by_points=True)
    result = released(cast, one)
    assert result.grade == "distinction"  # 64 + 33 = 97 of 100
    assert [component["points"] for component in result.components] == [64, 33]


def test_the_employer_does_not_learn_from_a_decision_how_english_was_met(cast: Cast) -> None:
    gateway = confirmed(cast)
    decision = gateway.decision
    assert decision is not None
    assert decision_visible_to(as_actor(cast.lena), decision) is None
    assert decision_visible_to(as_actor(cast.tom), decision) is not None


def test_nothing_is_released_before_every_record_is_agreed(cast: Cast) -> None:
    one = recorded(cast)
    record = records_of(one)[0]
    services.agree(who=as_actor(cast.iris, Role.QUALITY_ASSURER), record=record, version=record.version)
    with pytest.raises(Refused, match="Professional discussion"):
        services.release(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one)
    assert not Result.objects.exists()
    assert not StoredDecision.objects.filter(question="grade-overall").exists()


def test_releasing_twice_gives_one_result(cast: Cast) -> None:
    one = recorded(cast)
    first = released(cast, one)
    again = services.release(who=as_actor(cast.abel, Role.ADMINISTRATOR), apprenticeship=one)
    assert again.pk == first.pk
    assert LogEntry.objects.filter(verb="result.released").count() == 1


def test_everybody_concerned_sees_the_result_from_the_release_on(cast: Cast) -> None:
    one = recorded(cast)
    agreed(cast, one)
    assert not any(released_to(as_actor(person)).exists() for person in cast.people().values())
    services.release(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one)
    seeing = {name for name, person in cast.people().items() if released_to(as_actor(person)).exists()}
    assert seeing == {"alice", "tom", "lena", "quentin", "asif", "iris", "ada", "abel"}


def test_decisions_about_marks_reach_the_apprentices_side_with_the_result_and_not_before(cast: Cast) -> None:
    one = recorded(cast)
    record = records_of(one)[0]
    iris = as_actor(cast.iris, Role.QUALITY_ASSURER)
    services.send_back(who=iris, record=record, reason="Say more.", version=record.version)
    before = StoredDecision.objects.filter(apprenticeship=one.pk, question="grade-method").order_by("at").first()
    assert before is not None
    assert decision_visible_to(as_actor(cast.alice), before.pk) is None
    assert decision_visible_to(as_actor(cast.iris), before.pk) is not None
    from tests.apps.assessment.making import assessor_of
    from touchstone.apps.assessment import services as assessment

    record.refresh_from_db()
    record = assessment.complete(who=assessor_of(record), record=record, version=record.version)
    result = released(cast, one)
    assert record.grade_decision is not None
    for person in (cast.alice, cast.tom, cast.lena):
        assert decision_visible_to(as_actor(person), result.decision) is not None
        assert decision_visible_to(as_actor(person), record.grade_decision) is not None
        assert decision_visible_to(as_actor(person), before.pk) is None  # replaced by the one released
    for person in (cast.wendy, cast.lorna, cast.tess, cast.theo):
        assert decision_visible_to(as_actor(person), result.decision) is None


def test_what_an_assessor_declared_about_themselves_stays_with_the_assessment_organisation(cast: Cast) -> None:
    one = recorded(cast)
    stored = StoredDecision.objects.filter(apprenticeship=one.pk, question="assessor").first()
    assert stored is not None
    seeing = {name for name, person in cast.people().items() if decision_visible_to(as_actor(person), stored.pk)}
    assert seeing == {"iris", "ada", "abel"}


def test_the_stored_overall_decision_gives_the_same_answer_when_asked_again(cast: Cast) -> None:
    one = recorded(cast)
    result = released(cast, one)
    stored = StoredDecision.objects.get(pk=result.decision)
    again = ask_again(stored, plan_of(one))
    assert again.outcome == result.grade


def test_no_line_of_the_timeline_tells_the_apprentices_side_of_records_or_checks(cast: Cast) -> None:
    from touchstone.apps.assessment.policy import TIMELINE as ASSESSMENT

    told = {verb for verb, line in {**ASSESSMENT, **TIMELINE}.items() if line.seen_by & APPRENTICES_SIDE}
    assert told == {"booking.made", "booking.cancelled", "result.released", "statement.opened"}
    assert {
        row.name for row in table().values() if row.name.startswith("record.") and row.roles & APPRENTICES_SIDE
    } == set()
