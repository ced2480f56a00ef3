"""Nothing is forgotten: every table is saved or named with the reason, every file in storage is known."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from touchstone.installation.stored import HOLDERS
from touchstone.installation.tables import LEFT_OUT, tables_of


def test_every_table_is_saved_or_left_out_with_a_reason() -> None:
    saved = {table.name for table in tables_of(apps)}
    every = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert [name for name in every - saved if not {name, name.split(".")[0]} & LEFT_OUT.keys()] == []
    assert {"records.logentry", "portfolio.submitteditem_files", "people.user"} <= saved


def test_a_table_comes_after_those_it_refers_to() -> None:
    seen = set()
    for table in tables_of(apps):
        seen.add(table.name)
        for field in table.model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey):
                assert field.related_model._meta.label_lower in seen, f"{table.name}.{field.name}"


def test_every_column_that_names_a_file_in_storage_is_known() -> None:
    named = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if model.__module__.startswith("touchstone.")
        and model._meta.label_lower not in LEFT_OUT
        and (field.name == "key" or field.name.endswith("_key") or isinstance(field, models.FileField))
    }
    assert named == {(table, key) for table, (key, _) in HOLDERS.items()}
