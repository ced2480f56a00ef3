"""Who takes part, and breaks in learning."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.cast import LONG_AGO, Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import held_on
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.apprenticeships.services import Newcomer, add_break, assign, end_break, end_part
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused


def test_an_assessor_sees_the_apprenticeship_from_assignment_to_its_end(cast: Cast) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    assert one not in visible_to(as_actor(cast.asif))
    part = assign(who=ada, apprenticeship=one, person=cast.asif, role=Role.ASSESSOR)
    assert one in visible_to(as_actor(cast.asif))
    end_part(who=ada, participant=part)
    assert one not in visible_to(as_actor(cast.asif))


def test_a_part_ends_with_the_role_in_the_organisation_it_was_taken_up_for(cast: Cast) -> None:
    one = enrolled(cast)
    assert one in visible_to(as_actor(cast.tom))
    cast.tom.memberships.update(until=timezone.localdate())
    give_role(who=as_actor(cast.ada), person=cast.tom, organisation=cast.westfield, role=Role.TUTOR, since=LONG_AGO)
    assert one not in visible_to(as_actor(cast.tom))
    assert not held_on(as_actor(cast.tom), one)


def test_assigning_and_ending_twice_changes_nothing_more(cast: Cast) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    part = assign(who=ada, apprenticeship=one, person=cast.asif, role=Role.ASSESSOR)
    assert assign(who=ada, apprenticeship=one, person=cast.asif, role=Role.ASSESSOR) == part
    ended = end_part(who=ada, participant=part)
    assert end_part(who=ada, participant=part).until == ended.until
    assert LogEntry.objects.filter(verb="person.assigned", subject=part.pk).count() == 1
    assert LogEntry.objects.filter(verb="person.ended", subject=part.pk).count() == 1


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        (Role.TUTOR, Role.ASSESSOR, "Nobody assesses an apprentice they train."),
        (Role.LINE_MANAGER, Role.ASSESSOR, "Nobody assesses an apprentice they manage."),
        (Role.ASSESSOR, Role.QUALITY_ASSURER, "Nobody quality-assures an assessment they made."),
    ],
)
def test_what_may_not_be_combined_is_refused_also_when_the_first_part_has_ended(
    cast: Cast, first: Role, second: Role, because: str
) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    where = {Role.TUTOR: cast.northgate, Role.LINE_MANAGER: cast.harbour}
    for role in (first, second):
        give_role(who=ada, person=cast.asif, organisation=where.get(role, cast.meridian), role=role, since=LONG_AGO)
    part = assign(who=ada, apprenticeship=one, person=cast.asif, role=first)
    with pytest.raises(Refused) as refused:
        assign(who=ada, apprenticeship=one, person=cast.asif, role=second)
    assert refused.value.reasons == (because,)
    end_part(who=ada, participant=part)
    with pytest.raises(Refused):
        assign(who=ada, apprenticeship=one, person=cast.asif, role=second)


def test_an_administrator_who_is_the_apprentice_administers_nothing_of_it(cast: Cast) -> None:
    one = enrolled(cast, name=cast.ada.name, email=cast.ada.email)
    assert held_on(as_actor(cast.ada), one) == {Role.APPRENTICE}
    assert held_on(as_actor(cast.abel), one) == {Role.ADMINISTRATOR}


def test_an_administrator_who_is_the_line_manager_administers_nothing_of_it(cast: Cast) -> None:
    one = enrolled(cast, line_manager=Newcomer(cast.ada.name, cast.ada.email))
    assert held_on(as_actor(cast.ada), one) == {Role.LINE_MANAGER}


def test_a_tutor_cannot_name_themselves_line_manager_and_confirm_for_the_employer(cast: Cast) -> None:
    with pytest.raises(Refused, match="word of both the provider and the employer"):
        enrolled(cast, line_manager=Newcomer(cast.tom.name, cast.tom.email))
    assert not Apprenticeship.objects.exists()


def test_an_assessor_of_another_assessment_organisation_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="Theo Assessor is not an assessor at an organisation of this apprenticeship"):
        assign(who=as_actor(cast.ada), apprenticeship=one, person=cast.theo, role=Role.ASSESSOR)


def test_a_regulators_reader_sees_only_what_was_shared(cast: Cast) -> None:
    one = enrolled(cast)
    assert one not in visible_to(as_actor(cast.rhys))
    assign(who=as_actor(cast.ada), apprenticeship=one, person=cast.rhys, role=Role.REGULATOR_READER)
    assert one in visible_to(as_actor(cast.rhys))


def test_an_open_break_is_ended_once(cast: Cast) -> None:
    one, tom = enrolled(cast), as_actor(cast.tom, Role.TUTOR)
    broken = add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 7, 1), last_day=None)
    assert add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 7, 1), last_day=None) == broken
    ended = end_break(who=tom, broken=broken, last_day=dt.date(2024, 7, 31))
    assert ended.last_day == dt.date(2024, 7, 31)
    with pytest.raises(Refused, match="has ended already"):
        end_break(who=tom, broken=broken, last_day=dt.date(2024, 8, 31))


def test_breaks_that_cannot_be_are_refused(cast: Cast) -> None:
    one, tom = enrolled(cast), as_actor(cast.tom, Role.TUTOR)
    add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 7, 1), last_day=dt.date(2024, 7, 31))
    with pytest.raises(Refused, match="overlap"):
        add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 7, 31), last_day=None)
    with pytest.raises(Refused, match="cannot come before its first day"):
        add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 9, 2), last_day=dt.date(2024, 9, 1))
    open_one = add_break(who=tom, apprenticeship=one, first_day=dt.date(2024, 6, 1), last_day=dt.date(2024, 6, 30))
    assert open_one.last_day is not None
