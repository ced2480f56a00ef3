"""Two people at work on one portfolio at the same moment."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests.apps.portfolio.making import a_full_portfolio, piece, upload
from tests.at_once import at_once
from tests.cast import as_actor, gather
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.digests import copies_of, digest_of
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import (
    add_evidence,
    change_evidence,
    remove_evidence,
    select,
    store_file,
    submit,
)
from touchstone.apps.records.refusal import Stale
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_a_portfolio_is_submitted_while_its_pieces_change() -> None:
    cast = gather()
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    alice, tom = as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    changes = [
        partial(change_evidence, who=alice, evidence=of, version=1, piece=piece(title="Changed")) for of in pieces[:3]
    ]
    removal = partial(remove_evidence, who=alice, evidence=pieces[3], version=1, reason="Not my best")
    at_once(partial(submit, who=tom, apprenticeship=one), *changes, removal)
    assert Evidence.objects.filter(version=2).count() == 4
    assert verify() == []


def test_two_people_press_submit_at_once_and_there_is_one_portfolio() -> None:
    cast = gather()
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    tutors = [as_actor(cast.tom, Role.TUTOR), as_actor(cast.quentin, Role.TUTOR), as_actor(cast.tom, Role.TUTOR)]
    assert at_once(*(partial(submit, who=who, apprenticeship=one, seen=seen) for who in tutors)) == []
    assert one.submitted_portfolios.get().items.count() == 10
    assert verify() == []


def test_two_people_choose_at_once_and_the_second_is_told() -> None:
    cast = gather()
    one = enrolled(cast)
    pks = [piece.pk for piece in a_full_portfolio(cast, one)]
    alice, tom = as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    choosing = partial(select, apprenticeship=one, version=0)
    said = at_once(partial(choosing, who=alice, pieces=pks[1:]), partial(choosing, who=tom, pieces=pks[:-1]))
    assert [type(one) for one in said] == [Stale]
    assert selection_of(one).version == 1
    assert selection_of(one).ids in (pks[1:], pks[:-1])


def test_a_file_sent_with_two_pieces_at_once_belongs_to_one() -> None:
    cast = gather()
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    file = store_file(who=alice, apprenticeship=one, upload=upload())
    adding = partial(add_evidence, who=alice, apprenticeship=one, piece=piece(files=[file]))
    refused = at_once(*(partial(adding, id=uuid.uuid4()) for _ in range(3)))
    assert {str(said) for said in refused} == {"One of the files belongs to another piece."}
    assert Evidence.objects.count() == 1


def test_a_double_click_with_a_file_adds_one_piece() -> None:
    cast = gather()
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    file = store_file(who=alice, apprenticeship=one, upload=upload())
    adding = partial(add_evidence, who=alice, id=uuid.uuid4(), apprenticeship=one, piece=piece(files=[file]))
    assert at_once(adding, adding, adding) == []
    assert [found.file for found in Evidence.objects.get().attachments.all()] == [file]
