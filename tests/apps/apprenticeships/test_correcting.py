"""Putting right what was entered wrongly: by whom, with a reason, and nobody gets into an account by it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest

from tests.apps.results import making as results
from tests.at_once import at_once
from tests.cast import LONG_AGO, Cast, as_actor, gather
from tests.second_factor import with_app
from tests.stories import ULN, enrolled, uln
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import (
    Learner,
    Newcomer,
    correct_learner,
    correct_participant,
    is_released,
)
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import Identity, give_role
from touchstone.apps.post.models import Message
from touchstone.apps.records.erasing import erase_personal
from touchstone.apps.records.models import DecisionBody, LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify

BORN = dt.date(1994, 3, 27)
RIGHT = Learner(uln(3), dt.date(1984, 3, 27))


def learner(cast: Cast, one: Apprenticeship, **changes: Any) -> Apprenticeship:
    arguments: dict[str, Any] = {
        "who": as_actor(cast.tom, Role.TUTOR),
        "apprenticeship": one,
        "was": Learner(ULN, BORN),
        "now": RIGHT,
        "reason": "Read off the wrong line",
    }
    return correct_learner(**{**arguments, **changes})


def participant(cast: Cast, one: Apprenticeship, person: User, **changes: Any) -> User:
    arguments: dict[str, Any] = {
        "who": as_actor(cast.quentin, Role.QUALITY_LEAD),
        "apprenticeship": one,
        "person": person,
        "was": Identity.of(person),
        "now": Identity(person.name, "right@example.org"),
        "reason": "A letter was missing",
    }
    return correct_participant(**{**arguments, **changes})


def _released(cast: Cast) -> Apprenticeship:
    one = results.recorded(cast)
    results.released(cast, one)
    return one


@pytest.mark.django_db
def test_the_new_value_is_in_the_row_and_the_old_one_in_the_erasable_part_of_the_log(cast: Cast) -> None:
    one = enrolled(cast)
    corrected = learner(cast, one)
    assert Learner.of(Apprenticeship.objects.get(pk=one.pk)) == Learner.of(corrected) == RIGHT
    entry = LogEntry.objects.get(verb="apprenticeship.corrected")
    assert (entry.actor, entry.role, entry.apprenticeship) == (cast.tom.pk, "tutor", one.pk)
    assert entry.details == {"what": "ULN and date of birth"}
    assert entry.personal.body == {
        "old": {"uln": ULN, "date_of_birth": "1994-03-27"},
        "new": {"uln": RIGHT.uln, "date_of_birth": "1984-03-27"},
        "reason": "Read off the wrong line",
    }


@pytest.mark.django_db
def test_only_what_differs_is_kept_as_corrected(cast: Cast) -> None:
    learner(cast, enrolled(cast), now=Learner(ULN, RIGHT.date_of_birth))
    entry = LogEntry.objects.get(verb="apprenticeship.corrected")
    assert entry.details == {"what": "date of birth"}
    assert set(entry.personal.body["old"]) == {"date_of_birth"}


@pytest.mark.django_db
def test_erasing_the_old_value_leaves_the_chain_whole(cast: Cast) -> None:
    one = enrolled(cast)
    learner(cast, one)
    participant(cast, one, cast.alice)
    for entry in LogEntry.objects.filter(verb__in=["apprenticeship.corrected", "person.corrected"]):
        assert LogPersonal.objects.filter(entry=entry).exists()
        erase_personal(who=SYSTEM, entry=entry, reason="Asked for by the apprentice")
        assert not LogPersonal.objects.filter(entry=entry).exists()
    assert verify() == []
    assert not any(ULN in str(entry.details) for entry in LogEntry.objects.all())


@pytest.mark.django_db
def test_the_apprentice_is_told_without_the_values(cast: Cast) -> None:
    learner(cast, enrolled(cast))
    message = Message.objects.get(kind="correction")
    assert message.to == cast.alice.email
    assert message.person == cast.alice.pk
    assert "Tom Tutor (tutor)" in message.text
    assert "Read off the wrong line" in message.text
    for value in (ULN, RIGHT.uln, "1994", "1984"):
        assert value not in message.text + message.subject


@pytest.mark.django_db
def test_decisions_made_before_keep_their_facts(cast: Cast) -> None:
    one = enrolled(cast)
    before = list(DecisionBody.objects.values_list("body", flat=True))
    learner(cast, one)
    assert list(DecisionBody.objects.values_list("body", flat=True)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"now": Learner("1000000028", BORN)}, "check digit"),
        ({"now": Learner("123", BORN)}, "not ten digits"),
        ({"now": Learner(ULN, dt.date(2024, 3, 4))}, "before the start date"),
        ({"now": Learner(ULN, BORN)}, "Nothing is changed"),
        ({"reason": "  "}, "Say why"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, Any], because: str) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match=because):
        learner(cast, one, **changes)
    assert Learner.of(Apprenticeship.objects.get(pk=one.pk)) == Learner(ULN, BORN)
    assert not Message.objects.filter(kind="correction").exists()


@pytest.mark.django_db
def test_a_uln_of_somebody_else_on_the_same_standard_and_start_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    enrolled(cast, uln=RIGHT.uln, name="Bea Beck", email="bea@example.org")
    with pytest.raises(Refused, match="already enrolled"):
        learner(cast, one)


@pytest.mark.django_db
def test_two_who_correct_at_once_notice_each_other_and_a_form_sent_twice_corrects_once(cast: Cast) -> None:
    one = enrolled(cast)
    learner(cast, one)
    learner(cast, one)
    assert LogEntry.objects.filter(verb="apprenticeship.corrected").count() == 1
    with pytest.raises(Stale):
        learner(cast, one, now=Learner(uln(4), BORN))


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_correct_at_the_same_moment_one_is_told() -> None:
    cast = gather()
    one = enrolled(cast)
    refused = at_once(*(partial(learner, cast, one, now=Learner(uln(number), BORN)) for number in (3, 4)))
    assert [type(said) for said in refused] == [Stale]
    assert LogEntry.objects.filter(verb="apprenticeship.corrected").count() == 1


@pytest.mark.django_db
def test_after_release_the_quality_lead_alone_corrects(cast: Cast) -> None:
    one = _released(cast)
    assert is_released(one)
    with pytest.raises(Refused, match="after the result is released"):
        learner(cast, one)
    learner(cast, one, who=as_actor(cast.quentin, Role.QUALITY_LEAD))
    assert LogEntry.objects.get(verb="apprenticeship.corrected").role == Role.QUALITY_LEAD


@pytest.mark.django_db
def test_after_release_somebody_who_is_tutor_and_quality_lead_corrects_as_the_latter(cast: Cast) -> None:
    one = _released(cast)
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.QUALITY_LEAD)
    learner(cast, one, who=as_actor(cast.tom, Role.TUTOR))
    assert LogEntry.objects.get(verb="apprenticeship.corrected").role == Role.QUALITY_LEAD


@pytest.mark.django_db
def test_before_release_it_is_not_released(cast: Cast) -> None:
    assert not is_released(results.recorded(cast))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["alice", "lena"])
def test_the_quality_lead_corrects_the_apprentice_and_the_line_manager(cast: Cast, name: str) -> None:
    person = cast.people()[name]
    one = enrolled(cast)
    participant(cast, one, person, now=Identity("Right Name", "right@example.org"))
    assert Identity.of(User.objects.get(pk=person.pk)) == Identity("Right Name", "right@example.org")
    entry = LogEntry.objects.get(verb="person.corrected")
    assert (entry.apprenticeship, entry.subject) == (one.pk, str(person.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tom", "iris", "wendy"])
def test_nobody_else_is_corrected_from_an_apprenticeship(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="only the apprentice and their line managers"):
        participant(cast, enrolled(cast), cast.people()[name])


@pytest.mark.django_db
def test_naming_somebody_at_an_enrolment_does_not_open_their_account(cast: Cast) -> None:
    """Anybody can be named as line manager by whoever knows their name and address."""
    one = enrolled(cast, line_manager=Newcomer(cast.ada.name, cast.ada.email))
    with pytest.raises(Refused, match="another organisation"):
        participant(cast, one, cast.ada)
    assert User.objects.get(pk=cast.ada.pk).email == "ada@example.org"
    participant(cast, one, cast.ada, now=Identity("Ada B. Administrator", cast.ada.email))  # a name opens nothing


@pytest.mark.django_db
def test_somebody_who_once_worked_elsewhere_is_not_the_quality_leads_to_move(cast: Cast) -> None:
    one = enrolled(cast)
    give_role(who=SYSTEM, person=cast.lena, organisation=cast.quayside, role=Role.LINE_MANAGER, since=LONG_AGO)
    cast.lena.memberships.filter(organisation=cast.quayside).update(until=dt.date(2022, 1, 1))
    with pytest.raises(Refused, match="another organisation"):
        participant(cast, one, cast.lena)


@pytest.mark.django_db
def test_an_employer_trained_by_two_providers_keeps_its_people_from_both(cast: Cast) -> None:
    one = enrolled(cast)
    enrolled(
        cast,
        who=as_actor(cast.wendy, Role.TUTOR),
        name="Bea Beck",
        email="bea@example.org",
        uln=uln(7),
        provider=cast.westfield,
        tutor=cast.wendy,
    )
    with pytest.raises(Refused, match="another organisation"):
        participant(cast, one, cast.lena)
    participant(cast, one, cast.alice)


@pytest.mark.django_db
def test_an_employer_with_an_owner_of_its_own_moves_its_people_itself(cast: Cast) -> None:
    one = enrolled(cast)
    give_role(who=SYSTEM, person=cast.sunil, organisation=cast.harbour, role=Role.OWNER)
    with pytest.raises(Refused, match="Harbour Care has an owner of its own"):
        participant(cast, one, cast.lena)
    participant(cast, one, cast.lena, now=Identity("Lena B. Line", cast.lena.email))
    participant(cast, one, cast.alice)  # an apprentice is not their employer's to move


@pytest.mark.django_db
def test_somebody_with_a_second_step_is_not_the_quality_leads_to_move(cast: Cast) -> None:
    """A changed address takes the second step away: the provider must not become the line manager who confirms."""
    one = enrolled(cast)
    with_app(cast.lena)
    with pytest.raises(Refused, match="signs in with a second step"):
        participant(cast, one, cast.lena)
