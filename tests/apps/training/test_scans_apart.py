"""A scan of the starting point can never become evidence: nothing leads from one to the other."""

from __future__ import annotations

import json

import pytest
from django.apps import apps

from tests.apps.gateway.making import prepared, submitted
from tests.apps.portfolio.making import added
from tests.apps.training.making import scanned
from tests.cast import Cast
from tests.stories import enrolled
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.portfolio.coverage import coverage
from touchstone.apps.portfolio.facts import portfolio_facts
from touchstone.apps.portfolio.models import SubmittedItem
from touchstone.apps.portfolio.queries import live
from touchstone.apps.records.models import DecisionBody
from touchstone.apps.training.models import Scan
from touchstone.rules import ask
from touchstone.standards.model import Plan


def test_no_table_refers_to_a_scan_and_a_scan_to_nobody_but_its_people() -> None:
    referring = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Scan
    ]
    own = {field.name for field in Scan._meta.get_fields() if field.is_relation}
    assert referring == []
    assert own == {"apprenticeship", "by"}


@pytest.mark.django_db
def test_scans_change_nothing_of_coverage_or_what_the_rules_see(cast: Cast) -> None:
    one = enrolled(cast)
    added(cast, one, ksbs=["K2"])
    facts, parts = portfolio_facts(list(live(one))), coverage(one)
    for level in (0, 4):
        scanned(cast, one, level)
    assert portfolio_facts(list(live(one))) == facts
    assert coverage(one) == parts


@pytest.mark.django_db
def test_nothing_of_a_scan_is_submitted_or_decided_on(cast: Cast) -> None:
    one = enrolled(cast)
    scan = scanned(cast, one)
    scan.note = "Believes that they can"
    scan.save()
    submitted(cast, prepared(cast, one))
    kept = [*SubmittedItem.objects.values(), *DecisionBody.objects.values()]
    assert kept
    assert str(scan.pk) not in json.dumps(kept, default=str)
    assert "Believes that" not in json.dumps(kept, default=str)


@pytest.mark.django_db
def test_a_piece_that_calls_itself_a_self_assessment_does_not_count(cast: Cast) -> None:
    one = enrolled(cast)
    added(cast, one, type="self-assessment", ksbs=["K2"])
    plan = plan_of(one)
    assert isinstance(plan, Plan)
    found = {f.rule: f.verdict for f in ask("portfolio", plan, portfolio_facts(list(live(one)))).findings}
    assert found["portfolio.excluded-type"] == "not-met"
