"""The training plan and its milestones; the scans of the starting point."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.apps.training.making import alice, milestone, scanned, tom
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import Milestone
from touchstone.apps.training.queries import is_overdue, plan_of_training, scans_of

pytestmark = pytest.mark.django_db


def test_the_second_of_two_who_plan_at_once_sees_that_it_changed(cast: Cast) -> None:
    one = enrolled(cast)
    end = dt.date(2025, 6, 30)
    services.plan_training(who=tom(cast), apprenticeship=one, version=0, planned_end=end, hours=300)
    with pytest.raises(Stale):
        services.plan_training(who=tom(cast), apprenticeship=one, version=0, planned_end=None, hours=100)
    plan = plan_of_training(one)
    assert (plan.planned_end, plan.hours, plan.version) == (end, 300, 1)


def test_a_training_cannot_end_before_it_starts(cast: Cast) -> None:
    with pytest.raises(Refused, match="after the start"):
        services.plan_training(
            who=tom(cast), apprenticeship=enrolled(cast), version=0, planned_end=dt.date(2024, 3, 4), hours=None
        )


def test_a_milestone_sent_twice_is_one(cast: Cast) -> None:
    one, id = enrolled(cast), uuid.uuid4()
    milestone(cast, one, id=id)
    milestone(cast, one, id=id, title="Something else")
    assert [m.title for m in Milestone.objects.all()] == ["First contracts agreed"]


def test_a_milestone_is_changed_reached_and_taken_out(cast: Cast) -> None:
    one = enrolled(cast)
    made = milestone(cast, one)
    changed = milestone(cast, one, id=made.pk, version=1, title="Two contracts agreed")
    assert is_overdue(changed, dt.date(2024, 7, 1))
    reached = services.reach(who=tom(cast), milestone=changed, version=2, on=dt.date(2024, 6, 20))
    assert not is_overdue(reached, dt.date(2024, 7, 1))
    with pytest.raises(Stale):
        services.remove_milestone(who=tom(cast), milestone=reached, version=2)
    services.remove_milestone(who=tom(cast), milestone=reached, version=3)
    assert Milestone.objects.get().removed_at is not None
    verbs = LogEntry.objects.filter(verb__startswith="milestone.").values_list("verb", flat=True).order_by("number")
    assert list(verbs) == ["milestone.set", "milestone.changed", "milestone.changed", "milestone.removed"]


def test_a_milestone_cannot_be_reached_tomorrow_nor_work_towards_what_is_no_ksb(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="today or earlier"):
        services.reach(
            who=tom(cast), milestone=milestone(cast, one), version=1, on=timezone.localdate() + dt.timedelta(days=1)
        )
    with pytest.raises(Refused, match="K99"):
        milestone(cast, one, ksbs=["K99"])


def test_a_scan_rates_every_ksb_and_is_kept_with_its_role(cast: Cast) -> None:
    one = enrolled(cast)
    scanned(cast, one, level=1)
    scanned(cast, one, level=2, who=as_actor(cast.lena, Role.LINE_MANAGER), K1=4)
    first, second = scans_of(one)
    assert (first.role, second.role) == ("apprentice", "line-manager")
    assert (first.ratings["K1"], second.ratings["K1"], second.ratings["K2"]) == (1, 4, 2)


def test_a_scan_that_leaves_a_ksb_out_says_which(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose an answer for K2"):
        services.scan(who=alice(cast), id=uuid.uuid4(), apprenticeship=enrolled(cast), ratings={"K1": 1})


def test_an_answer_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="does not belong"):
        scanned(cast, enrolled(cast), K1=5)
