"""Several people at the same moment: one account, one membership; never an organisation without an owner."""

from __future__ import annotations

from functools import partial

import pytest

from tests.apps.people.test_invitations import by_oscar, invited, roles_of, token_of
from tests.at_once import at_once
from tests.cast import as_actor, gather
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.members import owners_of
from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")

PASSWORD = "correct horse battery"


def test_two_tabs_that_accept_make_one_account_and_one_membership() -> None:
    token = token_of(invited(gather()))
    accept = partial(services.accept_with_password, token=token, name="Nia", password=PASSWORD)
    refused = at_once(*[accept] * 4)
    assert [str(said) for said in refused] == ["This invitation has been used."] * 3
    nia = User.objects.get(email="nia@example.org")
    assert Membership.objects.filter(person=nia).count() == 1
    assert LogEntry.objects.filter(verb="invitation.accepted").count() == 1
    assert list(verify()) == []


def test_the_invitations_of_two_organisations_accepted_at_once_make_one_account() -> None:
    cast = gather()
    tokens = [token_of(invited(cast)), token_of(by_oscar(cast))]
    refused = at_once(
        *(partial(services.accept_with_password, token=token, name="Nia", password=PASSWORD) for token in tokens)
    )
    assert [str(said) for said in refused] == ["There is an account with this address already. Sign in to join."]
    nia = User.objects.get(email="nia@example.org")
    assert len(roles_of(nia)) == 1
    assert Invitation.objects.filter(accepted_at=None).count() == 1  # still theirs to accept, signed in


def test_two_owners_who_leave_at_once_do_not_both_leave() -> None:
    cast = gather()
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.OWNER)
    leave = [
        partial(services.end_membership, who=as_actor(one), person=one, organisation=cast.northgate)
        for one in (cast.olga, cast.quentin)
    ]
    refused = at_once(*leave)
    assert len(refused) == 1
    assert "is the only owner of Northgate Training. Make somebody else owner first." in str(refused[0])
    assert owners_of(cast.northgate).count() == 1


def test_one_owner_invites_an_address_twice_at_once_and_one_mail_goes() -> None:
    cast = gather()
    refused = at_once(partial(invited, cast), partial(invited, cast))
    assert len(refused) == 1
    assert Invitation.objects.count() == 1
