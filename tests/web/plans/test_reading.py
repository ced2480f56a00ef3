"""Reading the plans there are."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.plans.making import NEW, drafted, signed
from tests.cast import Cast
from tests.web.signed_in import client_of
from touchstone.standards import catalogue
from touchstone.standards.model import Plan

HELD = [plan_id for plan_id in catalogue.plan_ids() if isinstance(catalogue.plan(plan_id), Plan)]


def test_the_list_says_which_plans_are_held(cast: Cast) -> None:
    client = client_of(cast.alice)
    page = client.get(reverse("plans:list"))
    assert page.status_code == 200
    words = page.content.decode()
    assert words.count(">Plan not held<") == len(list(catalogue.plan_ids())) - len(HELD)
    for plan_id in catalogue.plan_ids():
        assert reverse("plans:show", args=[plan_id]) in words


@pytest.mark.parametrize("plan_id", HELD)
def test_a_held_plan_shows_every_rule_criterion_and_ksb(cast: Cast, plan_id: str) -> None:
    client = client_of(cast.alice)
    words = client.get(reverse("plans:show", args=[plan_id])).content.decode()
    plan = catalogue.plan(plan_id)
    assert isinstance(plan, Plan)
    for rule in (*plan.standard.rules, *plan.rules):
        assert rule.id in words
    for method in plan.methods:
        for criterion in method.criteria:
            assert criterion.id in words
    for entry in plan.unset:
        assert entry.what.split("'")[0] in words
    for ksb in plan.ksbs:
        assert f">{ksb.code}<" in words


def test_a_plan_that_is_not_held_says_so_and_what_that_means(cast: Cast) -> None:
    client = client_of(cast.tom)
    words = client.get(reverse("plans:show", args=[NEW])).content.decode()
    assert "the plan is not held" in words
    assert "until their assessment organisation adopts a plan" in words


def test_a_plan_there_is_not_is_not_found(cast: Cast) -> None:
    client = client_of(cast.tom)
    assert client.get("/plans/ST1379-9.9/").status_code == 404
    assert client.get("/plans/%00/").status_code == 404


def test_nobody_reads_plans_without_signing_in(client: Client, cast: Cast) -> None:
    assert client.get(reverse("plans:list")).status_code == 302


def test_an_adoption_is_pointed_out_to_those_who_may_see_it(cast: Cast) -> None:
    signed(cast)
    for person, sees in ((cast.ada, True), (cast.iris, True), (cast.rhys, True), (cast.tom, False), (cast.tess, False)):
        client = client_of(person)
        words = client.get(reverse("plans:show", args=[NEW])).content.decode()
        assert ("has adopted a plan for it" in words) is sees, person


def test_the_list_shows_an_administrator_what_is_drafted(cast: Cast) -> None:
    drafted(cast)
    client = client_of(cast.ada)
    assert "Adoption drafted" in client.get(reverse("plans:list")).content.decode()


def test_the_way_to_adoptions_is_shown_to_those_who_have_one(cast: Cast) -> None:
    for person, reads, makes in ((cast.ada, True, True), (cast.iris, True, False), (cast.tom, False, False)):
        client = client_of(person)
        listed = client.get(reverse("plans:list")).content.decode()
        assert (reverse("plans:adoptions") in listed) is reads
        assert (reverse("plans:draft") in client.get(reverse("plans:show", args=[NEW])).content.decode()) is makes
