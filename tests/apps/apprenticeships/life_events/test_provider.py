"""Change of provider: offered by the one, accepted by the other, and who sees what from then on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.apps.apprenticeships.life_events.making import now, offered, quentin, walter
from tests.apps.portfolio.making import added
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Offer
from touchstone.apps.apprenticeships.periods import periods_of
from touchstone.apps.apprenticeships.queries import offer_seen, offers_to, visible_to
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.portfolio.queries import visible_to as evidence_visible_to
from touchstone.apps.post.models import Message
from touchstone.apps.records.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 9, 2)


def test_an_offer_alone_changes_nothing_and_shows_nothing(cast: Cast) -> None:
    one = enrolled(cast)
    offer = offered(cast, one)
    assert now(one).provider == cast.northgate
    assert not visible_to(as_actor(cast.walter)).exists()
    assert [each.pk for each in offers_to(as_actor(cast.walter))] == [offer.pk]
    assert offers_to(as_actor(cast.wendy)) == []
    assert offer_seen(as_actor(cast.tess), offer.pk) is None
    assert Message.objects.filter(to=cast.walter.email).count() == 1


def test_once_accepted_the_new_provider_sees_it_and_the_old_one_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one)
    services.accept_offer(who=walter(cast), offer=offered(cast, one), tutor=cast.wendy)
    for person, sees in ((cast.wendy, True), (cast.walter, True), (cast.tom, False), (cast.quentin, False)):
        actor = as_actor(person)
        assert visible_to(actor).filter(pk=one.pk).exists() is sees
        assert evidence_visible_to(actor).filter(pk=piece.pk).exists() is sees
    for person in (cast.alice, cast.lena, cast.ada):
        assert visible_to(as_actor(person)).filter(pk=one.pk).exists()
    piece.refresh_from_db()
    assert piece.added_by in (cast.alice, cast.tom)  # with the name of who wrote it


def test_a_tutor_of_both_providers_sees_it_no_more_by_the_part_of_before(cast: Cast) -> None:
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR, since=dt.date(2020, 1, 1))
    one = enrolled(cast)
    services.accept_offer(who=walter(cast), offer=offered(cast, one), tutor=cast.wendy)
    assert not visible_to(as_actor(cast.tom)).filter(pk=one.pk).exists()


def test_the_periods_of_provider_and_tutor_meet(cast: Cast) -> None:
    one = enrolled(cast)
    services.accept_offer(who=walter(cast), offer=offered(cast, one), tutor=cast.wendy)
    told = {(each.kind, each.what): (each.first_day, each.last_day) for each in periods_of(now(one))}
    assert told[("provider", "Northgate Training")] == (one.start, DAY - dt.timedelta(days=1))
    assert told[("provider", "Westfield College")] == (DAY, None)
    assert told[("tutor", "Wendy Tutor")] == (DAY, None)
    assert told[("tutor", "Tom Tutor")][1] == DAY - dt.timedelta(days=1)


def test_everybody_concerned_is_told_once_it_is_accepted(cast: Cast) -> None:
    one = enrolled(cast)
    offer = offered(cast, one)
    Message.objects.all().delete()
    services.accept_offer(who=walter(cast), offer=offer, tutor=cast.wendy)
    assert sorted(Message.objects.filter(kind="life-event").values_list("to", flat=True)) == sorted(
        person.email for person in (cast.alice, cast.lena, cast.quentin, cast.tom, cast.wendy)
    )


def test_accepting_twice_is_once_and_an_answered_offer_stays_answered(cast: Cast) -> None:
    one = enrolled(cast)
    offer = offered(cast, one)
    services.accept_offer(who=walter(cast), offer=offer, tutor=cast.wendy)
    services.accept_offer(who=walter(cast), offer=offer, tutor=cast.wendy)
    assert one.changes.count() == 1
    with pytest.raises(Refused, match="not open any more: accepted"):
        services.decline_offer(who=walter(cast), offer=offer, reason="No")
    with pytest.raises(Refused, match="not open any more: accepted"):
        services.take_back_offer(who=quentin(cast), offer=offer)


def test_a_declined_or_taken_back_offer_leaves_it_where_it_is(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="Say why"):
        services.decline_offer(who=walter(cast), offer=offered(cast, one), reason="")
    services.decline_offer(who=walter(cast), offer=one.offers.get(), reason="No tutor free")
    services.take_back_offer(who=quentin(cast), offer=offered(cast, one))
    assert {offer.state for offer in one.offers.all()} == {"declined", "taken-back"}
    assert now(one).provider == cast.northgate
    with pytest.raises(Refused):
        services.accept_offer(who=walter(cast), offer=one.offers.first() or Offer(), tutor=cast.wendy)


def test_one_offer_at_a_time_to_another_provider_that_can_answer(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="another training provider"):
        offered(cast, one, provider=cast.northgate)
    with pytest.raises(Refused, match="another training provider"):
        offered(cast, one, provider=cast.quayside)
    offered(cast, one)
    with pytest.raises(Refused, match="offered to Westfield College already"):
        offered(cast, one)


def test_nobody_trains_before_the_day_nor_without_being_a_tutor_there(cast: Cast) -> None:
    one = enrolled(cast)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    offer = offered(cast, one, first_day=tomorrow)
    with pytest.raises(Refused, match="accept it on that day or later"):
        services.accept_offer(who=walter(cast), offer=offer, tutor=cast.wendy)
    services.take_back_offer(who=quentin(cast), offer=offer)
    with pytest.raises(Refused, match="at most three months ahead"):
        offered(cast, one, first_day=timezone.localdate() + dt.timedelta(days=100))
    with pytest.raises(Refused, match="is not a tutor"):
        services.accept_offer(who=walter(cast), offer=offered(cast, one), tutor=cast.tom)
    assert now(one).provider == cast.northgate
