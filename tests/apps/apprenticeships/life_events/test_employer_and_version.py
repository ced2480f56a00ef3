"""Another employer, a later version of the standard."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.apps.apprenticeships.life_events.making import moved, now, offered, tom, versioned, withdrawn
from tests.apps.gateway import making as gateways
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.decisions import ask
from touchstone.apps.apprenticeships.facts import programme_facts
from touchstone.apps.apprenticeships.periods import periods_of
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 9, 2)


def told(one: object, kind: str) -> list[tuple[str, dt.date, dt.date | None]]:
    periods = [period for period in periods_of(now(one)) if period.kind == kind]  # type: ignore[arg-type]
    return sorted((period.what, period.first_day, period.last_day) for period in periods)


def test_a_change_of_employer_leaves_two_periods_without_gap(cast: Cast) -> None:
    one = enrolled(cast)
    moved(cast, one)
    assert now(one).employer.name == "Bakery"
    assert told(one, "employer") == [
        ("Bakery", DAY, None),
        ("Harbour Care", one.start, DAY - dt.timedelta(days=1)),
    ]
    assert told(one, "line-manager") == [
        ("Lena Line", timezone.localdate(), DAY - dt.timedelta(days=1)),
        ("Mona Manager", DAY, None),
    ]


def test_the_line_manager_of_before_sees_nothing_more_and_the_new_one_is_invited(cast: Cast) -> None:
    one = enrolled(cast)
    assert visible_to(as_actor(cast.lena)).filter(pk=one.pk).exists()
    moved(cast, one)
    mona = User.objects.get(email="mona@example.org")
    assert not visible_to(as_actor(cast.lena)).filter(pk=one.pk).exists()
    assert visible_to(as_actor(mona)).filter(pk=one.pk).exists()
    assert Message.objects.filter(to="mona@example.org", kind="invitation").exists()
    assert Message.objects.filter(to=cast.lena.email, kind="life-event").exists()


def test_the_apprentice_belongs_to_the_new_employer_alone(cast: Cast) -> None:
    one = enrolled(cast)
    moved(cast, one)
    held = Membership.objects.filter(person=cast.alice, role=Role.APPRENTICE, until=None)
    assert [each.organisation.name for each in held] == ["Bakery"]


def test_who_is_apprentice_there_otherwise_stays(cast: Cast) -> None:
    enrolled(cast, start=dt.date(2023, 10, 2), uln=uln(3))
    one = enrolled(cast)
    moved(cast, one)
    held = Membership.objects.filter(person=cast.alice, role=Role.APPRENTICE, until=None)
    assert {each.organisation.name for each in held} == {"Bakery", "Harbour Care"}


def test_a_supervisor_of_the_old_employer_takes_part_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    services.assign(who=tom(cast), apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    moved(cast, one)
    assert not one.participants.filter(role=Role.SUPERVISOR, until=None).exists()


def test_an_employer_by_name_is_never_one_that_is_there(cast: Cast) -> None:
    """Whoever made the other Quayside may be a stranger, and its line manager one too."""
    one = enrolled(cast)
    moved(
        cast,
        one,
        employer=services.NewEmployer("Quayside Foods"),
        line_manager=services.Newcomer(cast.lorna.name, cast.lorna.email),
    )
    assert now(one).employer != cast.quayside
    assert Organisation.objects.filter(name="Quayside Foods").count() == 2


def test_an_employer_this_provider_does_not_know_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="trains no apprentice of Quayside Foods"):
        moved(cast, one, employer=cast.quayside)
    with pytest.raises(Refused, match="employed by Harbour Care already"):
        moved(cast, one, employer=cast.harbour)


def test_the_same_form_twice_is_one_change(cast: Cast) -> None:
    one, form = enrolled(cast), uuid.uuid4()
    seen = now(one).revision
    moved(cast, one, id=form, seen=seen)
    moved(cast, one, id=form, seen=seen)
    assert one.changes.count() == 1
    with pytest.raises(Refused, match="already been used"):
        moved(cast, enrolled(cast, uln=uln(4)), id=form)


def test_somebody_who_was_slower_is_told(cast: Cast) -> None:
    one = enrolled(cast)
    seen = now(one).revision
    moved(cast, one, seen=seen)
    with pytest.raises(Stale):
        versioned(cast, one, seen=seen)
    assert now(one).version == "1.1"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2024, 3, 4), "after the start on 4 March 2024"),
        (dt.date(2020, 1, 1), "after the start on 4 March 2024"),
        (dt.date(2099, 1, 1), "is still to come"),
    ],
)
def test_a_day_that_cannot_be_is_refused(cast: Cast, day: dt.date, words: str) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match=words):
        moved(cast, one, first_day=day)
    with pytest.raises(Refused, match=words):
        versioned(cast, one, first_day=day)
    assert not one.changes.exists()


def test_changes_of_a_kind_follow_each_other(cast: Cast) -> None:
    one = enrolled(cast)
    moved(cast, one)
    with pytest.raises(Refused, match="must come after that day"):
        moved(cast, one, employer=services.NewEmployer("Café"), first_day=DAY)
    moved(cast, one, employer=services.NewEmployer("Café"), first_day=DAY + dt.timedelta(days=1))
    assert [(what, first) for what, first, _ in told(one, "employer")] == [
        ("Bakery", DAY),
        ("Café", DAY + dt.timedelta(days=1)),
        ("Harbour Care", one.start),
    ]


def test_nothing_changes_while_somebody_is_withdrawn(cast: Cast) -> None:
    one = enrolled(cast)
    withdrawn(cast, one)
    with pytest.raises(Refused, match="Record the return first"):
        moved(cast, one, first_day=dt.date(2024, 10, 1))
    with pytest.raises(Refused, match="Record the return first"):
        offered(cast, one, first_day=dt.date(2024, 10, 1))


def test_a_version_changes_only_forward(cast: Cast) -> None:
    one = enrolled(cast)
    for version in ("1.0", "1.1", "9.9", ""):
        with pytest.raises(Refused, match=r"not a later one than 1\.1"):
            versioned(cast, one, version=version)
    versioned(cast, one)
    assert now(one).plan_id == "ST1379-1.2"
    assert told(one, "version") == [
        ("ST1379 version 1.1", one.start, DAY - dt.timedelta(days=1)),
        ("ST1379 version 1.2", DAY, None),
    ]


def test_nobody_is_on_a_version_before_it_was_approved(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Version 1\.2 begins on 2 August 2024"):
        versioned(cast, enrolled(cast), first_day=dt.date(2024, 8, 1))


def test_the_plan_that_decides_follows_the_version(cast: Cast) -> None:
    one = enrolled(cast, version="1.0", start=dt.date(2023, 4, 3))
    before = ask("gateway", one, programme_facts(one, DAY))
    versioned(cast, one, version="1.1")
    after = ask("gateway", now(one), programme_facts(one, DAY))
    assert (before.plan, after.plan) == ("ST1379-1.0", "ST1379-1.1")
    assert before.plan_hash != after.plan_hash
    versioned(cast, one, version="1.2", first_day=dt.date(2024, 10, 1))
    assert ask("gateway", now(one), programme_facts(one, DAY)).outcome == "undetermined"


def test_no_version_changes_while_the_gateway_is_being_decided_or_after(cast: Cast) -> None:
    one = enrolled(cast)
    gateway = gateways.submitted(cast, gateways.prepared(cast, one))
    with pytest.raises(Refused, match="Ask it to return the gateway first"):
        versioned(cast, one)
    gateways.confirmed(cast, gateway)
    with pytest.raises(Refused, match="The gateway is confirmed"):
        versioned(cast, one)
    moved(cast, one)  # an employer can still change
    assert now(one).version == "1.1"


def test_the_log_names_no_organisation_and_no_person(cast: Cast) -> None:
    one = enrolled(cast)
    moved(cast, one)
    entry = LogEntry.objects.get(verb="employer.changed")
    assert entry.apprenticeship == one.pk
    assert entry.details["first_day"] == "2024-09-02"
    assert "Bakery" not in str(entry.details)
