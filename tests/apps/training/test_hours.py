"""Off-the-job hours: what counts, what cannot, and the totals."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.portfolio.making import added
from tests.apps.training.making import a_day, alice, hours
from tests.at_once import at_once
from tests.cast import Cast, as_actor, gather
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import Hours
from touchstone.apps.training.queries import hours_visible_to, plan_of_training, totals

pytestmark = pytest.mark.django_db


def test_hours_add_up(cast: Cast) -> None:
    one = enrolled(cast)
    hours(cast, one, minutes=150)
    hours(cast, one, minutes=45)
    found = totals(one, plan_of_training(one))
    assert (found.minutes, found.goal, found.asked) == (195, None, None)


def test_the_goal_is_never_below_what_is_asked_for(cast: Cast) -> None:
    one = enrolled(cast, standard="ST1379", version="1.2", start=dt.date(2025, 9, 1))
    services.plan_training(
        who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one, version=0, planned_end=None, hours=300
    )
    assert totals(one, plan_of_training(one)).goal == 300
    with pytest.raises(Refused, match="At least 187"):
        services.plan_training(
            who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one, version=1, planned_end=None, hours=150
        )


def test_the_same_form_sent_twice_counts_once(cast: Cast) -> None:
    one, id = enrolled(cast), uuid.uuid4()
    for _ in range(2):
        services.add_hours(who=alice(cast), id=id, apprenticeship=one, day=a_day())
    assert totals(one, plan_of_training(one)).minutes == 150


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"day": dt.date(2024, 3, 3)}, "before the apprenticeship started"),
        ({"day": timezone.localdate() + dt.timedelta(days=1)}, "still to come"),
        ({"day": dt.date(2024, 8, 15)}, "break in learning"),
        ({"minutes": 0}, "at least a minute"),
        ({"minutes": 1441}, "at most a day"),
        ({"activity": "resting"}, "what kind of training"),
    ],
)
def test_what_cannot_count_is_refused_with_the_reason(cast: Cast, changes: dict[str, Any], says: str) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 8, 1), dt.date(2024, 8, 31))])
    with pytest.raises(Refused, match=says):
        hours(cast, one, **changes)
    assert not one.hours.exists()


def test_a_day_has_no_more_than_24_hours(cast: Cast) -> None:
    one = enrolled(cast)
    hours(cast, one, minutes=1400)
    with pytest.raises(Refused, match="more than 24 hours"):
        hours(cast, one, minutes=41)
    hours(cast, one, minutes=40)


def test_a_piece_of_another_apprenticeship_cannot_be_linked(cast: Cast) -> None:
    one, other = enrolled(cast), enrolled(cast, start=dt.date(2024, 4, 1))
    with pytest.raises(Refused, match="another apprenticeship"):
        hours(cast, one, evidence=added(cast, other))


def test_a_correction_of_what_changed_meanwhile_is_stale(cast: Cast) -> None:
    entry = hours(cast, enrolled(cast))
    services.change_hours(who=alice(cast), hours=entry, version=1, day=a_day(minutes=60))
    with pytest.raises(Stale):
        services.change_hours(who=alice(cast), hours=entry, version=1, day=a_day(minutes=90))
    assert Hours.objects.get().minutes == 60


def test_hours_taken_out_no_longer_count_and_the_reason_is_asked(cast: Cast) -> None:
    one = enrolled(cast)
    entry = hours(cast, one)
    with pytest.raises(Refused):
        services.remove_hours(who=alice(cast), hours=entry, version=1, reason=" ")
    services.remove_hours(who=alice(cast), hours=entry, version=1, reason="Written down twice")
    assert totals(one, plan_of_training(one)).minutes == 0


@pytest.mark.parametrize(
    ("name", "role", "sees"),
    [
        ("alice", Role.APPRENTICE, True),
        ("tom", Role.TUTOR, True),
        ("quentin", Role.QUALITY_LEAD, True),
        ("lena", Role.LINE_MANAGER, True),
        ("wendy", Role.TUTOR, False),
        ("ada", Role.ADMINISTRATOR, False),
        ("olga", Role.OWNER, False),
    ],
)
def test_only_those_around_the_apprentice_see_hours(cast: Cast, name: str, role: Role, sees: bool) -> None:
    hours(cast, enrolled(cast))
    assert hours_visible_to(as_actor(cast.people()[name], role)).exists() == sees


def test_two_clicks_at_once_write_once(transactional_db: None) -> None:
    cast = gather()
    one, id = enrolled(cast), uuid.uuid4()

    def click() -> object:
        return services.add_hours(who=alice(cast), id=id, apprenticeship=one, day=a_day())

    assert at_once(click, click) == []
    assert Hours.objects.count() == 1
