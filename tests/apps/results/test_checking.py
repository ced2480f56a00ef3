"""Quality assurance: agree or send back, every check kept, nobody checks their own work."""

from __future__ import annotations

import pytest

from tests.apps.assessment.making import assessor_of, judge
from tests.apps.results.making import recorded, records_of
from tests.cast import LONG_AGO, Cast, as_actor
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment import services as assessment
from touchstone.apps.assessment.models import Record
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.results import services


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return recorded(cast)


def test_agreeing_closes_the_record_and_brings_the_checker_in(cast: Cast, one: Apprenticeship) -> None:
    who = as_actor(cast.iris, Role.QUALITY_ASSURER)
    record = records_of(one)[0]
    check = services.agree(who=who, record=record, version=record.version)
    assert services.agree(who=who, record=record, version=record.version).pk == check.pk
    record.refresh_from_db()
    assert record.state == Record.State.AGREED
    assert record.checks.count() == 1
    assert one.participants.filter(person=cast.iris, role=Role.QUALITY_ASSURER).exists()
    assert LogEntry.objects.filter(verb="record.agreed").count() == 1


def test_what_is_sent_back_is_open_again_and_every_check_is_kept(cast: Cast, one: Apprenticeship) -> None:
    who = as_actor(cast.iris, Role.QUALITY_ASSURER)
    record = records_of(one)[0]
    with pytest.raises(Refused, match="reason"):
        services.send_back(who=who, record=record, version=record.version, reason="")
    services.send_back(
        who=who, record=record, version=record.version, reason="The note on O-P2 does not say what was seen."
    )
    record = Record.objects.get(pk=record.pk)
    assert (record.state, record.grade, record.conduct_decision) == (Record.State.OPEN, "", None)
    record = judge(record, grade="pass", note="Asked three open questions.")
    record = assessment.complete(who=assessor_of(record), record=record, version=record.version)
    services.agree(who=who, record=record, version=record.version)
    assert list(record.checks.order_by("at").values_list("agreed", flat=True)) == [False, True]


def test_an_open_record_is_neither_agreed_nor_sent_back(cast: Cast, one: Apprenticeship) -> None:
    who = as_actor(cast.iris, Role.QUALITY_ASSURER)
    record = records_of(one)[0]
    services.send_back(who=who, record=record, version=record.version, reason="Incomplete.")
    with pytest.raises(Refused, match="waits for quality assurance"):
        services.agree(who=who, record=record, version=record.version)
    with pytest.raises(Refused, match="waits for quality assurance"):
        services.send_back(who=who, record=record, version=record.version, reason="Again.")


def test_marks_completed_anew_are_not_agreed_by_who_read_those_before(cast: Cast, one: Apprenticeship) -> None:
    who = as_actor(cast.iris, Role.QUALITY_ASSURER)
    read = records_of(one)[0]
    services.send_back(who=who, record=read, reason="O-P4 has no example.", version=read.version)
    record = judge(Record.objects.get(pk=read.pk), grade="distinction")
    anew = assessment.complete(who=assessor_of(record), record=record, version=record.version)
    with pytest.raises(Stale):
        services.agree(who=who, record=read, version=read.version)
    with pytest.raises(Stale):
        services.send_back(who=who, record=read, reason="O-P4 has no example.", version=read.version)
    assert services.agree(who=who, record=read, version=anew.version).agreed


def test_nobody_checks_an_assessment_they_made(cast: Cast, one: Apprenticeship) -> None:
    give_role(
        who=as_actor(cast.ada),
        person=cast.asif,
        organisation=cast.meridian,
        role=Role.QUALITY_ASSURER,
        since=LONG_AGO,
    )
    record = records_of(one)[0]
    with pytest.raises(Refused, match="Nobody quality-assures an assessment they made"):
        services.agree(who=as_actor(cast.asif, Role.QUALITY_ASSURER), record=record, version=record.version)
    assert not record.checks.exists()


def test_nobody_checks_an_apprentice_they_train(cast: Cast, one: Apprenticeship) -> None:
    give_role(
        who=as_actor(cast.ada),
        person=cast.tom,
        organisation=cast.meridian,
        role=Role.QUALITY_ASSURER,
        since=LONG_AGO,
    )
    record = records_of(one)[0]
    with pytest.raises(Refused, match="they train"):
        services.agree(who=as_actor(cast.tom, Role.QUALITY_ASSURER), record=record, version=record.version)
