"""The pages of the ruling: who rules, ruling, and where the ruling is read from then on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from tests.apps.gateway.making import confirmed, fresh, newest, prepared, prepared_by_points, ruled, submitted
from tests.apps.plans.making import signed
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.rulings import named_ruler_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import Ruling
from touchstone.demo.clock import at


def words(person: User, name: str, pk: Any) -> str:
    page = client_of(person).get(reverse(f"gateway:{name}", args=[pk]), follow=True)
    assert page.status_code == 200
    return str(page.content.decode())


def rule(person: User, gateway: Gateway, **sent: str) -> Any:
    address = reverse("gateway:rule", args=[gateway.apprenticeship.pk])
    typed = {name.replace("_", "-"): value for name, value in sent.items()}
    return client_of(person).post(address, {"version": str(fresh(gateway).version), **typed}, follow=True)


def name(cast: Cast, person: User | None) -> None:
    who = as_actor(cast.oscar, Role.OWNER)
    services.name_ruler(who=who, organisation=cast.meridian, person=person, version=0)


def test_an_owner_names_who_rules_and_any_administrator_reads_it(cast: Cast) -> None:
    address = reverse("gateway:ruler", args=[cast.meridian.pk])
    assert "any administrator rules" in words(cast.ada, "ruler", cast.meridian.pk)
    client_of(cast.oscar).post(address, {"version": "0", "person": str(cast.abel.pk)})
    named = named_ruler_of(cast.meridian.pk)
    assert named is not None
    assert named.person == cast.abel
    assert "Set to Abel Administrator by Oscar Owner" in words(cast.ada, "ruler", cast.meridian.pk)


def test_nobody_who_is_no_administrator_there_can_be_chosen(cast: Cast) -> None:
    address = reverse("gateway:ruler", args=[cast.meridian.pk])
    page = client_of(cast.oscar).post(address, {"version": "0", "person": str(cast.iris.pk)})
    assert page.status_code == 422
    assert named_ruler_of(cast.meridian.pk) is None


def test_the_second_of_two_who_name_sees_whom_the_first_has_named(cast: Cast) -> None:
    name(cast, cast.abel)
    address = reverse("gateway:ruler", args=[cast.meridian.pk])
    page = client_of(cast.ada).post(address, {"version": "0", "person": str(cast.ada.pk)})
    assert "Oscar Owner set it to Abel Administrator after you opened the page" in page.content.decode()


def test_whoever_does_not_rule_reads_for_whom_it_waits_and_cannot_rule(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    name(cast, cast.abel)
    pk = gateway.apprenticeship.pk
    for page in ("show", "decide", "rule"):
        told = words(cast.ada, page, pk)
        assert "waits for a ruling by Abel Administrator" in told
        assert "Rule on it</a>" not in told
    assert "Confirm the gateway</button>" not in words(cast.ada, "decide", pk)
    rule(cast.ada, gateway, ruling_portfolio="allow", reason_portfolio="It is complete.")
    assert not Ruling.objects.exists()
    assert "waits for a ruling by Abel Administrator" in words(cast.tom, "show", pk)


def test_the_named_person_rules_with_a_reason_and_it_is_read_everywhere(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    name(cast, cast.abel)
    pk = gateway.apprenticeship.pk
    assert "Rule on it</a>" in words(cast.abel, "decide", pk)
    refused = rule(cast.abel, gateway, ruling_portfolio="allow")
    assert refused.status_code == 422
    assert "Enter the reason for your ruling: the portfolio" in refused.content.decode()
    rule(cast.abel, gateway, ruling_portfolio="allow", reason_portfolio="It is complete.")
    assert "Confirm the gateway" in words(cast.ada, "decide", pk)
    confirmed(cast, fresh(gateway))
    for person in (cast.ada, cast.tom, cast.alice, cast.lena):
        assert "Abel Administrator allowed this on" in words(person, "show", pk)
        assert "It is complete." in words(person, "show", pk)


def test_a_ruling_against_it_leaves_only_the_return(cast: Cast) -> None:
    gateway = ruled(cast, submitted(cast, prepared_by_points(cast)), "Too little.", allowed=False)
    told = words(cast.abel, "decide", gateway.apprenticeship.pk)
    assert "Ada Administrator did not allow this on" in told
    assert "Confirm the gateway</button>" not in told


def test_what_was_given_meanwhile_is_said_and_the_reason_is_not_lost(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    typed = {"version": "1", "ruling-portfolio": "allow", "reason-portfolio": "It is complete."}
    address = reverse("gateway:rule", args=[gateway.apprenticeship.pk])
    page = client_of(cast.ada).post(address, typed).content.decode()
    assert "Yours is still here" in page
    assert "It is complete." in page


def test_eight_months_against_twelve_are_ruled_on_and_count_as_met(cast: Cast) -> None:
    signed(cast)
    one = enrolled(cast, version="1.2", start=dt.date(2025, 8, 4))
    client = client_of(cast.ada)
    with at(dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)):
        gateway = submitted(cast, prepared(cast, one))
        told = client.get(reverse("gateway:rule", args=[one.pk])).content.decode()
        assert "lies between, where the sources conflict" in told
        with at_most(10):
            client.get(reverse("gateway:decide", args=[one.pk]))
        ruled(cast, gateway, "The funding rules apply to this start.")
        page = client.get(reverse("gateway:decide", args=[one.pk])).content.decode()
        assert "Ada Administrator allowed this on 4 May 2026: The funding rules apply to this start." in page
        confirmed(cast, fresh(gateway))
        page = client.get(reverse("gateway:show", args=[one.pk])).content.decode()
    assert "8 of 8 requirements met" in page
    assert newest(one).state == "confirmed"
