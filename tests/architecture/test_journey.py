"""An app may look back, never ahead: also with the foreign keys a linter does not see."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.architecture.guards import JOURNEY, SOURCE, looks_ahead


def ours() -> list[type[models.Model]]:
    return [model for label in JOURNEY for model in apps.get_app_config(label).get_models(include_auto_created=True)]


def test_foreign_keys_look_back_only() -> None:
    assert len(ours()) > 20
    assert looks_ahead(ours()) == []


def test_every_app_is_on_the_journey() -> None:
    assert {path.name for path in (SOURCE / "apps").iterdir() if (path / "apps.py").exists()} == set(JOURNEY)


def test_the_guard_bites_on_a_reference_by_name() -> None:
    class Planted(models.Model):
        result = models.ForeignKey("results.Result", on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "portfolio"

    try:
        assert looks_ahead([Planted]) == ["portfolio.Planted.result points ahead to results"]
    finally:
        del apps.all_models["portfolio"]["planted"]
        apps.clear_cache()


def test_records_know_nobody() -> None:
    """Ids of people and things are plain values there, so that records outlive what they tell of."""
    relations = [
        field
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    ]
    assert {field.related_model._meta.app_label for field in relations} == {"records"}  # type: ignore[union-attr]
