"""Who can see an apprenticeship, and who has: the list is what the policy does, and tells nobody too much."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.apps.assessment import making as assessing
from tests.apps.portfolio.making import added
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.policy import may
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.apprenticeships.seeing import seers_of
from touchstone.apps.apprenticeships.services import assign, end_part, open_seers
from touchstone.apps.assessment.services import open_record
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM, actor_for
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import open_evidence
from touchstone.apps.records.models import LogEntry

A_LOG_ENTRY = 3  # the head of the chain, the entry, the head moved on

pytestmark = pytest.mark.django_db


def shown(person: User, one: Apprenticeship, query: str = "") -> str:
    response = client_of(person).get(f"/apprenticeships/{one.pk}/seen/{query}")
    assert response.status_code == 200
    return response.content.decode()


def around(cast: Cast) -> Apprenticeship:
    one = enrolled(cast)
    assign(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    assign(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one, person=cast.rhys, role=Role.REGULATOR_READER)
    return one


def test_the_list_names_exactly_those_whom_the_policy_lets_in(cast: Cast) -> None:
    one = around(cast)
    let_in = {
        person.pk
        for person in User.objects.all()
        if visible_to(actor_for(person)).filter(pk=one.pk).exists()
        and may(actor_for(person), "apprenticeship.see", one).allowed
    }
    assert {seer.person for seer in seers_of(one)} == let_in
    named = {seer.name.split()[0] for seer in seers_of(one)}
    assert named == {"Alice", "Tom", "Quentin", "Lena", "Sunil", "Iris", "Ada", "Abel", "Rhys"}


def test_a_name_stands_with_its_roles_and_where_they_are_held(cast: Cast) -> None:
    one = around(cast)
    people.give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.QUALITY_LEAD)
    people.give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR)
    tom = next(seer for seer in seers_of(one) if seer.person == cast.tom.pk)
    assert tom.roles == (Role.TUTOR, Role.QUALITY_LEAD)
    assert tom.organisations == ("Northgate Training",)


def test_whoever_takes_part_no_more_or_has_a_closed_account_cannot_see_it(cast: Cast) -> None:
    one = around(cast)
    end_part(who=SYSTEM, participant=Participant.objects.get(apprenticeship=one, role=Role.SUPERVISOR))
    User.objects.filter(pk=cast.quentin.pk).update(is_active=False)
    named = {seer.name for seer in seers_of(one)}
    assert cast.sunil.name not in named
    assert cast.quentin.name not in named


def test_a_role_that_gives_way_to_another_lets_nobody_in(cast: Cast) -> None:
    """An assessor of this apprentice is not also their quality assurer: see ``policy.held_on``."""
    one = around(cast)
    people.give_role(who=SYSTEM, person=cast.iris, organisation=cast.meridian, role=Role.ASSESSOR)
    assign(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one, person=cast.iris, role=Role.ASSESSOR)
    iris = next(seer for seer in seers_of(one) if seer.person == cast.iris.pk)
    assert iris.roles == (Role.ASSESSOR,)


def test_the_page_says_what_each_role_sees_as_the_access_table_has_it(cast: Cast) -> None:
    page = shown(cast.alice, around(cast))
    for words in ("Lena Line", "Line manager", "Harbour Care", "Rhys Reader", "Abel Administrator"):
        assert words in page
    rows = page.split('<dt class="govuk-summary-list__key">')[1:]
    by_role = {row.split("</dt>")[0].strip(): " ".join(row.split()) for row in rows}
    manager = by_role["Line manager"].split("Does not see:")
    assert "the list of evidence" in manager[0]
    assert "what the evidence says" in manager[1]
    assert "the assessor’s record and marks" in manager[1]
    assurer = by_role["Internal quality assurer"].split("Does not see:")
    assert "the assessor’s record and marks" in assurer[0]
    assert "the ULN and date of birth" in assurer[1]


def test_reading_the_page_is_logged_and_the_next_reader_is_told(cast: Cast) -> None:
    one = around(cast)
    assert "The page of who can see this was opened" not in shown(cast.quentin, one)
    entry = LogEntry.objects.get(verb="seers.opened")
    assert (entry.actor, entry.apprenticeship, entry.role) == (cast.quentin.pk, one.pk, Role.QUALITY_LEAD)
    page = shown(cast.alice, one)
    assert "The page of who can see this was opened" in page
    assert "Quentin Quality (provider quality lead)" in page


def test_what_was_opened_is_told_to_whom_it_concerns(cast: Cast) -> None:
    one = around(cast)
    open_evidence(who=as_actor(cast.tom, Role.TUTOR), evidence=added(cast, one))
    assert "A piece of evidence was opened" in shown(cast.alice, one)
    assert "A piece of evidence was opened" not in shown(cast.ada, one)


def test_reads_of_the_assessors_record_are_not_told_to_the_apprentices_side(cast: Cast) -> None:
    one = assessing.ready(cast)
    assessing.approve(cast, one)
    booking = assessing.book(cast, one, "observation")
    open_record(who=as_actor(cast.iris, Role.QUALITY_ASSURER), record=booking.record, page="record")
    assert LogEntry.objects.filter(verb="record.opened", apprenticeship=one.pk).exists()
    for person in (cast.alice, cast.tom, cast.quentin):
        assert "was opened" not in shown(person, one).replace("The page of who can see this was opened", "")
    assert "The record of the" in shown(cast.ada, one)


def test_it_comes_in_pages_and_asks_no_more_for_many(cast: Cast) -> None:
    one = around(cast)
    for number in range(30):
        person = people.make_person(who=SYSTEM, email=f"a{number}@example.org", name=f"Another {number}")
        people.give_role(
            who=SYSTEM, person=person, organisation=cast.meridian, role=Role.QUALITY_ASSURER, since=dt.date(2020, 1, 1)
        )
    for _ in range(60):
        open_seers(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one)
    client = client_of(cast.alice)
    with at_most(10 + A_LOG_ENTRY):
        page = client.get(f"/apprenticeships/{one.pk}/seen/").content.decode()
    assert "Another 29" in page
    assert page.count("The page of who can see this was opened") == 50
    before = page.split("?before=")[1].split('"')[0]
    older = shown(cast.alice, one, f"?before={before}")
    assert older.count("The page of who can see this was opened") == 10
    assert "Another 29" not in older
    for nonsense in ("?before=x", "?before=99999999999999999999", "?before=-1"):
        shown(cast.alice, one, nonsense)


def test_the_overview_leads_there_whom_it_is_for(cast: Cast) -> None:
    one = around(cast)
    address = f"/apprenticeships/{one.pk}/seen/"
    assert address in client_of(cast.alice).get(f"/apprenticeships/{one.pk}/").content.decode()
    assert address not in client_of(cast.lena).get(f"/apprenticeships/{one.pk}/").content.decode()
