"""The first owner of an employer: a provider invites them only where no other provider trains its apprentices."""

from __future__ import annotations

import uuid

import pytest

from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.services import Newcomer, NewEmployer, invite_first_owner
from touchstone.apps.people.models import Invitation, Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import Invited
from touchstone.apps.records.refusal import Refused


def invited_by(provider: Organisation, employer: Organisation, cast: Cast) -> Invited:
    who = as_actor(cast.quentin, Role.QUALITY_LEAD)
    return invite_first_owner(
        who=who, provider=provider, employer=employer, email="eve@example.org", name="Eve Else", id=uuid.uuid4()
    )


@pytest.mark.django_db
def test_the_provider_that_alone_trains_its_apprentices_invites_its_first_owner(cast: Cast) -> None:
    employer = enrolled(cast).employer
    invited_by(cast.northgate, employer, cast)
    assert Invitation.objects.get(organisation=employer, email="eve@example.org").roles == ["owner"]


@pytest.mark.django_db
def test_a_provider_that_names_a_line_manager_it_has_heard_of_does_not_come_to_own_the_employer(
    cast: Cast,
) -> None:
    """Name, address and employer of a line manager are no secrets. An owner sees and corrects the addresses of all its
    people, so whoever invites the owner could get into the accounts of another provider's apprentices."""
    enrolled(cast)
    strange = enrolled(
        cast,
        who=as_actor(cast.wendy, Role.TUTOR),
        name="Nobody Real",
        email="nobody@example.org",
        uln=uln(7),
        provider=cast.westfield,
        employer=NewEmployer(cast.harbour.name),
        tutor=cast.wendy,
        line_manager=Newcomer(cast.lena.name, cast.lena.email),
    )
    assert strange.employer == cast.harbour
    for provider in (cast.westfield, cast.northgate):
        with pytest.raises(Refused, match="Whoever runs this installation"):
            invited_by(provider, cast.harbour, cast)
    assert not Invitation.objects.filter(organisation=cast.harbour, email="eve@example.org").exists()
