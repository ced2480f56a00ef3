"""Progress reviews: what they start with, that each of the three speaks for themselves, and late signatures."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.apps.portfolio.making import added
from tests.apps.training.making import alice, hours, milestone, review, tom
from tests.at_once import at_once
from tests.cast import Cast, as_actor, gather
from tests.stories import enrolled
from touchstone.apps.apprenticeships.services import assign, end_part
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM, Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import withdraw_evidence
from touchstone.apps.post.models import Message
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.facts import in_titles
from touchstone.apps.training.models import Review, ReviewPart
from touchstone.apps.training.printed.content import content_of
from touchstone.apps.training.queries import parts_of, standing
from touchstone.apps.training.services.reviewing import Words
from touchstone.demo.clock import at

pytestmark = pytest.mark.django_db
GOES_WELL = Words("Three sessions held, the contract is agreed.", "Ask for feedback.")


def lena(cast: Cast) -> Actor:
    return as_actor(cast.lena, Role.LINE_MANAGER)


def _part(one: Review, role: Role) -> ReviewPart:
    return one.parts.get(role=role)


def test_a_review_starts_with_what_happened_since_the_last_one(cast: Cast) -> None:
    one = enrolled(cast)
    with at(dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)):
        contract = added(cast, one, title="First contract", ksbs=["K2", "S2"])
    hours(cast, one, day=dt.date(2024, 5, 7), minutes=90)
    milestone(cast, one, due=dt.date(2024, 5, 1), title="Agree the contract")
    first = review(cast, one, dt.date(2024, 6, 3))
    assert first.since == one.start
    assert first.facts == {
        "pieces": [str(contract.pk)],
        "minutes": 90,
        "minutes_in_all": 90,
        "reached": [],
        "overdue": ["Agree the contract"],
        "claimed": 2,
        "ksbs": 35,
    }
    second = review(cast, one, dt.date(2024, 9, 2))
    assert (second.number, second.since) == (2, dt.date(2024, 6, 3))
    assert second.facts["pieces"] == []
    assert second.facts["minutes"] == 0
    assert second.facts["minutes_in_all"] == 90


def test_a_piece_that_was_withdrawn_is_named_no_more_in_an_earlier_review(cast: Cast) -> None:
    one = enrolled(cast)
    added(cast, one, title="Plan")
    found = added(cast, one, title="Miranda and I")
    held = review(cast, one, timezone.localdate())
    assert in_titles(held.facts)["pieces"] == ["Plan", "Miranda and I"]
    who = as_actor(cast.tom, Role.TUTOR)
    withdraw_evidence(who=who, evidence=found, why="mentee", asked_on=timezone.localdate())
    held.refresh_from_db()
    assert in_titles(held.facts)["pieces"] == ["Plan", "a piece that was withdrawn"]
    assert "Miranda" not in json.dumps([held.facts, content_of(held, at=timezone.now())])


def test_a_review_that_still_names_pieces_by_title_gets_their_ids(cast: Cast) -> None:
    one = enrolled(cast)
    with at(dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)):
        added(cast, one, title="Before the first")
    review(cast, one, dt.date(2024, 6, 3))
    found = added(cast, one, title="First contract")
    held = review(cast, one, timezone.localdate())
    added(cast, one, title="Afterwards")
    ids, held.facts = held.facts, {**held.facts, "pieces": ["First contract"]}
    held.save()
    import_module("touchstone.apps.training.migrations.0004_pieces_of_a_review_by_their_ids").by_ids(apps, None)
    held.refresh_from_db()
    assert held.facts == ids
    assert held.facts["pieces"] == [str(found.pk)]


def test_a_review_is_not_held_before_the_last_one_nor_tomorrow(cast: Cast) -> None:
    one = enrolled(cast)
    review(cast, one, dt.date(2024, 6, 3))
    with pytest.raises(Refused, match="before the last review"):
        review(cast, one, dt.date(2024, 6, 2))
    with pytest.raises(Refused, match="still to come"):
        review(cast, one, timezone.localdate() + dt.timedelta(days=1))


def test_each_writes_and_signs_their_own_part_in_their_own_account(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    for who in (alice(cast), tom(cast), lena(cast)):
        services.write_part(who=who, review=held, version=1, words=GOES_WELL)
        services.sign_part(who=who, review=held, version=2)
    signed = {part.role: part.signed_by_id for part in parts_of(held)}
    assert signed == {
        Role.APPRENTICE: cast.alice.pk,
        Role.TUTOR: cast.tom.pk,
        Role.LINE_MANAGER: cast.lena.pk,
    }


def test_nobody_else_has_a_part(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    with pytest.raises(Refused, match="each alone"):
        services.write_part(who=as_actor(cast.quentin, Role.QUALITY_LEAD), review=held, version=1, words=GOES_WELL)


def test_what_is_signed_is_never_changed(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)
    services.sign_part(who=alice(cast), review=held, version=2)
    with pytest.raises(Refused, match="can no longer be changed"):
        services.write_part(who=alice(cast), review=held, version=3, words=Words("Something else", ""))
    assert _part(held, Role.APPRENTICE).progress == GOES_WELL.progress


def test_an_empty_part_cannot_be_signed_nor_one_that_changed_meanwhile(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    with pytest.raises(Refused, match="Write how it goes"):
        services.sign_part(who=alice(cast), review=held, version=1)
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)
    with pytest.raises(Stale):
        services.sign_part(who=alice(cast), review=held, version=1)


def test_the_next_review_is_due_by_the_rhythm_of_the_provider(cast: Cast) -> None:
    one = enrolled(cast)
    assert standing(one, timezone.localdate()).review_due == one.start + dt.timedelta(weeks=12)
    quentin = as_actor(cast.quentin, Role.QUALITY_LEAD)
    services.set_rhythm(who=quentin, organisation=cast.northgate, weeks=8)
    held = review(cast, one)
    assert standing(one, timezone.localdate()).review_due == held.held_on + dt.timedelta(weeks=8)
    with pytest.raises(Refused):
        services.set_rhythm(who=quentin, organisation=cast.northgate, weeks=0)


def test_late_signatures_are_chased_once_a_week_and_only_those(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)
    services.sign_part(who=alice(cast), review=held, version=2)
    assert services.chase_signatures() == 0
    with at(timezone.now() + dt.timedelta(days=8)):
        assert services.chase_signatures() == 2
        assert services.chase_signatures() == 0
    assert set(Message.objects.filter(kind="review").values_list("to", flat=True)) == {cast.tom.email, cast.lena.email}
    with at(timezone.now() + dt.timedelta(days=16)):
        assert services.chase_signatures() == 2


def test_nobody_writes_to_people_of_the_demo(cast: Cast) -> None:
    review(cast, enrolled(cast))
    User.objects.update(is_demo=True)
    with at(timezone.now() + dt.timedelta(days=8)):
        assert services.chase_signatures() == 0


def test_the_signature_of_somebody_who_left_is_asked_of_their_successor(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    end_part(who=SYSTEM, participant=one.participants.get(role=Role.LINE_MANAGER))
    people.give_role(who=SYSTEM, person=cast.sunil, organisation=cast.harbour, role=Role.LINE_MANAGER)
    assign(who=SYSTEM, apprenticeship=one, person=cast.sunil, role=Role.LINE_MANAGER)
    with at(timezone.now() + dt.timedelta(days=8)):
        services.chase_signatures()
    assert cast.sunil.email in Message.objects.filter(kind="review").values_list("to", flat=True)
    assert cast.lena.email not in Message.objects.filter(kind="review").values_list("to", flat=True)
    assert held.parts.count() == 3


def test_two_reviews_opened_at_once_get_numbers_of_their_own(transactional_db: None) -> None:
    cast = gather()
    one = enrolled(cast)

    def hold() -> object:
        return services.hold_review(who=tom(cast), id=uuid.uuid4(), apprenticeship=one, held_on=dt.date(2024, 6, 3))

    at_once(hold, hold)
    assert sorted(Review.objects.values_list("number", flat=True)) == [1, 2]
