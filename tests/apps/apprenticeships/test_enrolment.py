"""Enrolling an apprentice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.cast import LONG_AGO, Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import held_on
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.apprenticeships.references import LETTERS, as_reference
from touchstone.apps.apprenticeships.services import Newcomer, NewEmployer, assign, end_part
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused


def test_an_enrolled_apprentice_is_seen_by_everybody_in_it_and_by_nobody_else(cast: Cast) -> None:
    one = enrolled(cast)
    insiders = {"alice", "tom", "quentin", "lena", "iris", "ada", "abel"}
    seers = {name for name, person in cast.people().items() if visible_to(as_actor(person)).filter(pk=one.pk).exists()}
    assert seers == insiders


def test_the_start_decision_is_kept_with_its_facts(cast: Cast) -> None:
    one = enrolled(cast)
    stored = StoredDecision.objects.get(apprenticeship=one.pk, question="start")
    assert (stored.outcome, stored.plan) == ("allowed", "ST1379-1.1")
    assert stored.body.body["facts"] == {"start": "2024-03-04", "funding": "public"}


def test_a_start_outside_the_version_is_refused_and_leaves_nothing(cast: Cast) -> None:
    people, entries = User.objects.count(), LogEntry.objects.count()
    with pytest.raises(Refused) as refused:
        enrolled(cast, version="1.0", email="new@example.org", name="Somebody New")
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("start.version-open",)
    assert Apprenticeship.objects.count() == 0
    assert (User.objects.count(), LogEntry.objects.count()) == (people, entries)


def test_a_version_whose_plan_is_not_held_can_be_enrolled_on(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    assert one.plan_id == "ST1379-1.2"


def test_the_same_form_twice_makes_one(cast: Cast) -> None:
    id = uuid.uuid4()
    assert enrolled(cast, id=id) == enrolled(cast, id=id)
    assert Apprenticeship.objects.count() == 1
    assert LogEntry.objects.filter(verb="apprenticeship.enrolled").count() == 1


def test_a_form_used_again_for_somebody_else_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="already been used"):
        enrolled(cast, id=one.pk, uln=uln(7))


def test_the_id_of_another_providers_apprenticeship_tells_nothing_about_it(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="already been used"):
        enrolled(cast, id=one.pk, who=as_actor(cast.wendy, Role.TUTOR), provider=cast.westfield, tutor=cast.wendy)


def test_the_same_uln_standard_and_start_is_a_clear_refusal(cast: Cast) -> None:
    enrolled(cast)
    with pytest.raises(Refused, match="already enrolled on this standard with this start date"):
        enrolled(cast)


@pytest.mark.parametrize("wrong", ["1000000028", "100000002", "9999999999", "0000000000", "１０００００００２７"])
def test_an_impossible_uln_is_refused(cast: Cast, wrong: str) -> None:
    with pytest.raises(Refused, match="not a unique learner number"):
        enrolled(cast, uln=wrong)


def test_somebody_with_an_account_keeps_it(cast: Cast) -> None:
    one = enrolled(cast, email=" ALICE@example.org ", name="alice  adeyemi")
    assert one.apprentice == cast.alice


def test_an_account_of_another_name_is_not_taken(cast: Cast) -> None:
    with pytest.raises(Refused, match="under another name") as refused:
        enrolled(cast, email=cast.lorna.email, name="Somebody Else")
    assert cast.lorna.name not in str(refused.value)


def test_new_people_and_a_new_employer_are_made_with_the_enrolment(cast: Cast) -> None:
    one = enrolled(
        cast,
        name="Siân Ŵyn 🌱",
        email="sian@example.org",
        employer=NewEmployer("Gorsaf Ddŵr"),
        line_manager=Newcomer("Mair Mawr", "mair@example.org"),
        supervisor=Newcomer("Sid Supervisor", "sid@example.org"),
    )
    assert one.employer.name == "Gorsaf Ddŵr"
    roles = {part.person.name: part.role for part in one.participants.select_related("person")}
    assert roles == {"Tom Tutor": "tutor", "Mair Mawr": "line-manager", "Sid Supervisor": "supervisor"}
    assert not one.apprentice.has_usable_password()


def test_an_employer_given_by_name_is_joined_only_through_somebody_who_belongs_to_it(cast: Cast) -> None:
    known = enrolled(cast, employer=NewEmployer("harbour care"), line_manager=Newcomer(cast.lena.name, cast.lena.email))
    assert known.employer == cast.harbour
    namesake = enrolled(
        cast, uln=uln(1), employer=NewEmployer("Harbour Care"), line_manager=Newcomer("Another", "a@example.org")
    )
    assert namesake.employer != cast.harbour
    assert Organisation.objects.filter(name__iexact="Harbour Care").count() == 2


def test_a_tutor_of_another_provider_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Wendy Tutor is not a tutor"):
        enrolled(cast, tutor=cast.wendy)


def test_nobody_is_their_own_tutor(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody is their own tutor"):
        enrolled(cast, name=cast.tom.name, email=cast.tom.email)


def test_a_quality_assurer_who_assesses_this_apprentice_does_not_assure_them(cast: Cast) -> None:
    one = enrolled(cast)
    give_role(who=as_actor(cast.ada), person=cast.iris, organisation=cast.meridian, role=Role.ASSESSOR, since=LONG_AGO)
    assert held_on(as_actor(cast.iris), one) == {Role.QUALITY_ASSURER}
    part = assign(who=as_actor(cast.ada), apprenticeship=one, person=cast.iris, role=Role.ASSESSOR)
    assert held_on(as_actor(cast.iris), one) == {Role.ASSESSOR}
    end_part(who=as_actor(cast.ada), participant=part)
    assert held_on(as_actor(cast.iris), one) == frozenset()


def test_references_are_read_as_people_say_them(cast: Cast) -> None:
    one = enrolled(cast)
    letters = one.reference.removeprefix("TS-")
    assert len(letters) == 6
    assert set(letters) <= set(LETTERS)
    assert as_reference(f"ts {letters.lower()}") == one.reference
    assert as_reference("TS-O1L2I3") == "TS-011213"


def test_breaks_come_with_the_enrolment(cast: Cast) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 8, 1), dt.date(2024, 8, 31)), (dt.date(2025, 1, 6), None)])
    assert one.breaks.count() == 2
    with pytest.raises(Refused, match="before the apprenticeship starts"):
        enrolled(cast, uln=uln(2), breaks=[(dt.date(2023, 8, 1), None)])
