"""Roles end; an organisation is never without an owner."""

from __future__ import annotations

from functools import partial

import pytest

from tests.cast import Cast, as_actor
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM, actor_for
from touchstone.apps.people.members import members, others_answering_for, owners_of
from touchstone.apps.people.models import Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused


def role_of(person: User, role: Role) -> Membership:
    return Membership.objects.get(person=person, role=role, until=None)


def test_a_role_that_has_ended_is_held_no_more_from_the_same_day(cast: Cast) -> None:
    held = role_of(cast.tom, Role.TUTOR)
    for _ in range(2):  # idempotent
        services.end_role(who=as_actor(cast.olga, Role.OWNER), membership=held)
    assert not actor_for(cast.tom).holds(Role.TUTOR)
    entry = LogEntry.objects.get(verb="role.ended")
    assert entry.actor == cast.olga.pk
    assert entry.details == {"person": str(cast.tom.pk), "organisation": str(cast.northgate.pk), "role": "tutor"}


def test_a_role_can_be_given_again_after_it_has_ended(cast: Cast) -> None:
    services.end_role(who=as_actor(cast.olga), membership=role_of(cast.tom, Role.TUTOR))
    services.give_role(who=as_actor(cast.olga), person=cast.tom, organisation=cast.northgate, role=Role.TUTOR)
    assert actor_for(cast.tom).holds(Role.TUTOR)


def test_ending_the_membership_ends_every_role_there_and_none_elsewhere(cast: Cast) -> None:
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.QUALITY_LEAD)
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR)
    services.end_membership(who=as_actor(cast.olga), person=cast.tom, organisation=cast.northgate)
    assert [held.organisation for held in actor_for(cast.tom).held] == [cast.westfield.pk]
    assert LogEntry.objects.filter(verb="membership.ended").count() == 1


@pytest.mark.parametrize("whole", [True, False], ids=["leaving", "losing the role"])
def test_the_last_owner_stays(cast: Cast, whole: bool) -> None:
    services.give_role(who=SYSTEM, person=cast.olga, organisation=cast.northgate, role=Role.TUTOR)
    who = as_actor(cast.olga)
    leave = partial(services.end_membership, who=who, person=cast.olga, organisation=cast.northgate)
    step_down = partial(services.end_role, who=who, membership=role_of(cast.olga, Role.OWNER))
    with pytest.raises(Refused, match=r"only owner of Northgate Training\. Make somebody else owner first\."):
        (leave if whole else step_down)()
    assert actor_for(cast.olga).roles == {Role.OWNER, Role.TUTOR}  # all or nothing
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.OWNER)
    services.end_membership(who=as_actor(cast.olga), person=cast.olga, organisation=cast.northgate)
    assert list(owners_of(cast.northgate)) == [cast.quentin]


def test_an_owner_whose_account_is_closed_does_not_count(cast: Cast) -> None:
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.OWNER)
    User.objects.filter(pk=cast.quentin.pk).update(is_active=False)
    with pytest.raises(Refused, match="only owner"):
        services.end_role(who=as_actor(cast.olga), membership=role_of(cast.olga, Role.OWNER))


def test_who_belongs_is_found_by_name_address_and_role(cast: Cast) -> None:
    assert {one.name for one in members(cast.northgate)} == {"Tom Tutor", "Quentin Quality", "Sara Safe", "Olga Owner"}
    assert [one.name for one in members(cast.northgate, q="tom@ TUT")] == ["Tom Tutor"]
    assert [one.name for one in members(cast.northgate, role="owner")] == ["Olga Owner"]
    assert not members(cast.northgate, q="wendy").exists()


def test_another_owner_answers_for_somebody_who_works_there_too(cast: Cast) -> None:
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.harbour, role=Role.LINE_MANAGER)
    assert not others_answering_for(cast.tom, cast.northgate).exists()  # Harbour has no owner
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    assert list(others_answering_for(cast.tom, cast.northgate)) == [cast.meridian]
    services.give_role(who=SYSTEM, person=cast.oscar, organisation=cast.northgate, role=Role.TUTOR)
    assert list(others_answering_for(cast.oscar, cast.northgate)) == [cast.meridian]  # which he alone owns
