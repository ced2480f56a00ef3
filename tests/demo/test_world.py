"""The invented world: whole, labelled, lawful, made once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import demo_world  # noqa: F401
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.models import Adoption
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.verify import verify
from touchstone.apps.results.models import Result
from touchstone.demo.world import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_everybody_and_every_organisation_is_labelled_as_demo() -> None:
    assert User.objects.count() > 20
    assert not User.objects.exclude(name__endswith="(demo)", is_demo=True).exists()
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    assert not Organisation.objects.exclude(name__endswith="(demo)").exists()


def test_nobody_in_it_can_sign_in_with_a_password() -> None:
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_no_mail_of_an_invented_past_waits_to_be_sent() -> None:
    assert not Message.objects.exists()


def test_every_role_is_somebodys() -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)


def test_every_stage_of_the_journey_has_somebody_in_it() -> None:
    gateways = Counter(Gateway.objects.values_list("state", flat=True))
    assert gateways["open"] >= 1
    assert gateways["submitted"] >= 1
    assert gateways["confirmed"] >= 8
    assert set(Result.objects.values_list("grade", flat=True)) == {"fail", "pass", "merit", "distinction"}
    assert Apprenticeship.objects.filter(evidence=None).exists()
    assert len({one.plan_id for one in Apprenticeship.objects.all()}) == 3


def test_the_adopted_plan_is_signed_by_a_second_person_and_labelled() -> None:
    adoption = Adoption.objects.get()
    assert adoption.is_demo
    assert adoption.signed_by is not None
    assert adoption.signed_by != adoption.drafted_by


def test_what_happened_was_allowed() -> None:
    """Everything went through the services, so every kept decision allowed it, or a person ruled."""
    refused = StoredDecision.objects.filter(outcome__in=["refused", "undetermined"])
    assert not refused.exists()
    needing = StoredDecision.objects.filter(outcome="needs-ruling", question="booking")
    assert needing.count() >= 2
    assert all(decision.rulings.exists() for decision in needing)


def test_its_log_is_whole() -> None:
    assert verify() == []


def test_time_never_goes_back_in_the_log_and_ends_before_now() -> None:
    times = list(LogEntry.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= timezone.now()
    assert times[-1] > timezone.now() - dt.timedelta(days=3)


def test_loading_it_again_changes_nothing() -> None:
    before = LogEntry.objects.count()
    load(say=lambda _: None)
    assert LogEntry.objects.count() == before


def test_the_first_walk_names_people_who_are_there_for_it() -> None:
    walk = Client().get("/").content.decode().partition("A first walk")[2]
    named = set(re.findall(r"(?:[Bb]e|for|that|with|agree) ([A-Z]\w+ [A-Z]\w+)", walk))
    assert len(named) > 5
    assert not named - {name.removesuffix(" (demo)") for name in User.objects.values_list("name", flat=True)}
