"""Choosing what goes into the portfolio."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

import pytest

from tests.apps.portfolio.making import a_full_portfolio, added, chosen, piece
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Selection
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import change_evidence, remove_evidence, select
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale


def test_while_nobody_has_chosen_everything_that_claims_a_ksb_and_can_count_is_in(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    claims_nothing = added(cast, one, title="Photo", ksbs=[], happened_on=dt.date(2023, 5, 1))
    excluded = added(cast, one, type="self-assessment", title="My own rating")
    selected = selection_of(one)
    assert (selected.version, selected.ids) == (0, [piece.pk for piece in pieces])
    assert [piece.pk for piece in selected.left] == [excluded.pk, claims_nothing.pk]
    assert not Selection.objects.exists()


def test_a_piece_comes_in_by_itself_once_it_claims_a_ksb(cast: Cast) -> None:
    one = enrolled(cast)
    photo = added(cast, one, title="Photo", ksbs=[])
    assert selection_of(one).ids == []
    now = piece(title="Photo", ksbs=["K1"])
    change_evidence(who=as_actor(cast.alice, Role.APPRENTICE), evidence=photo, version=1, piece=now)
    assert selection_of(one).ids == [photo.pk]


def test_pieces_of_one_day_stand_by_name_with_numbers_by_their_size(cast: Cast) -> None:
    one = enrolled(cast)
    names = ["Photo 10", "photo 2", "Log", "Photo 1"]
    pieces = {title: added(cast, one, title=title) for title in names}
    pieces["Before"] = added(cast, one, title="Before", happened_on=dt.date(2024, 5, 6))
    in_order = ["Before", "Log", "Photo 1", "photo 2", "Photo 10"]
    assert selection_of(one).ids == [pieces[title].pk for title in in_order]
    chosen(cast, one, [])
    assert [left.title for left in selection_of(one).left] == [*in_order[1:], "Before"]


def test_a_choice_is_kept_in_its_order_and_what_comes_later_stays_out(cast: Cast) -> None:
    one = enrolled(cast)
    first, second, third, *_ = a_full_portfolio(cast, one)
    chosen(cast, one, [third, first])
    later = added(cast, one, title="Later")
    selected = selection_of(one)
    assert (selected.version, selected.ids) == (1, [third.pk, first.pk])
    assert {second.pk, later.pk} < {piece.pk for piece in selected.left}
    entry = LogEntry.objects.get(verb="portfolio.selected")
    assert entry.details["pieces"] == [str(third.pk), str(first.pk)]


def test_everything_can_be_taken_out(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    chosen(cast, one, [])
    assert (selection_of(one).version, selection_of(one).pieces, len(selection_of(one).left)) == (1, (), 10)


def test_a_removed_piece_is_neither_in_nor_out(cast: Cast) -> None:
    one = enrolled(cast)
    first, second, *_ = a_full_portfolio(cast, one)
    chosen(cast, one, [second, first])
    remove_evidence(who=as_actor(cast.alice), evidence=second, version=1, reason="Twice")
    assert selection_of(one).ids == [first.pk]
    assert second.pk not in {piece.pk for piece in selection_of(one).left}


def test_the_second_of_two_who_choose_sees_it_and_the_same_twice_is_once(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    first, second, *_ = a_full_portfolio(cast, one)
    choosing = partial(select, who=alice, apprenticeship=one, version=0)
    choosing(pieces=[second.pk])
    choosing(pieces=[second.pk])
    with pytest.raises(Stale):
        choosing(pieces=[first.pk])
    assert selection_of(one).version == 1


def test_what_is_not_there_cannot_be_chosen(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    first, *_ = a_full_portfolio(cast, one)
    for pieces in ([uuid.uuid4()], [first.pk, first.pk]):
        with pytest.raises(Refused, match="removed meanwhile"):
            select(who=alice, apprenticeship=one, version=0, pieces=pieces)


def test_what_each_piece_alone_brings_is_named_for_those_in_and_those_out(cast: Cast) -> None:
    one = enrolled(cast)
    first = added(cast, one, ksbs=["K1", "K2"])
    second = added(cast, one, ksbs=["K2", "K3"])
    out = added(cast, one, ksbs=["K3", "K4"])
    chosen(cast, one, [first, second])
    assert selection_of(one).brings() == {first.pk: ["K1"], second.pk: ["K3"], out.pk: ["K4"]}
