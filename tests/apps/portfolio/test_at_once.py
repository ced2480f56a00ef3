"""Two clicks, or two people, at the same moment."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests.apps.portfolio.making import a_full_portfolio, added, piece
from tests.at_once import at_once
from tests.cast import as_actor, gather
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, SubmittedPortfolio
from touchstone.apps.portfolio.services import add_evidence, change_evidence, submit
from touchstone.apps.records.refusal import Stale

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_two_clicks_enrol_one_apprentice() -> None:
    cast = gather()
    people = User.objects.count()
    click = partial(enrolled, cast, id=uuid.uuid4(), name="Somebody New", email="new@example.org")
    assert at_once(click, click) == []
    assert Apprenticeship.objects.count() == 1
    assert User.objects.count() == people + 1


def test_two_clicks_add_one_piece() -> None:
    cast = gather()
    one = enrolled(cast)
    alice = as_actor(cast.alice, Role.APPRENTICE)
    click = partial(add_evidence, who=alice, id=uuid.uuid4(), apprenticeship=one, piece=piece())
    assert at_once(click, click) == []
    assert Evidence.objects.count() == 1


def test_of_two_who_change_a_piece_one_is_told() -> None:
    cast = gather()
    kept = added(cast, enrolled(cast))
    refused = at_once(
        *(
            partial(change_evidence, who=as_actor(who), evidence=kept, version=1, piece=piece(title=who.name))
            for who in (cast.alice, cast.tom)
        )
    )
    assert [type(one) for one in refused] == [Stale]
    kept.refresh_from_db()
    assert kept.version == 2


def test_two_clicks_submit_one_portfolio() -> None:
    cast = gather()
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    click = partial(submit, who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    assert at_once(click, click) == []
    assert SubmittedPortfolio.objects.count() == 1
