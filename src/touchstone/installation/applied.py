"""Which migrations a database has had, and the tables as they were at that point, whatever the code says today."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

Migration = tuple[str, str]  # ("people", "0001_initial")


def applied() -> set[Migration]:
    """What the database has had. Empty for a new one; none is made by asking."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not str(name).startswith("file:") and not Path(name).exists():
        return set()
    return set(MigrationRecorder(connection).applied_migrations())


def unknown(migrations: Collection[Migration]) -> list[Migration]:
    """Those this version of the software does not have: a newer one made them."""
    loader = MigrationLoader(None)
    known = set(loader.graph.nodes) | set(loader.disk_migrations or {})
    return sorted(set(migrations) - known)


def waiting() -> list[Migration]:
    """Those of this version that the database has not had."""
    return sorted(set(MigrationLoader(None).graph.nodes) - applied())


def newer() -> str:
    """Why this version must leave the database alone, and what to do; empty when a version as old as this made it."""
    if not (ahead := unknown(applied())):
        return ""
    return (
        f"The database is of a newer version than this one (it has had {ahead[0][1]} of {ahead[0][0]}). Install "
        "that version again, or restore a backup that this version made."
    )


def unfit() -> str:
    """Why this version cannot work with the database as it is, and what to do; empty when it can."""
    if said := newer():
        return said
    if not applied():
        return "There is no database of Touchstone here yet: run `touchstone prepare`."
    return "The database is not up to date: run `touchstone prepare`." if waiting() else ""


def tables_at(migrations: Collection[Migration]) -> StateApps:
    """The models as they stood once ``migrations`` had been applied."""
    loader = MigrationLoader(None)
    return loader.project_state([node for node in loader.graph.nodes if node in migrations]).apps


def migrate_to(migrations: Collection[Migration]) -> None:
    """Bring the database from an earlier point (or none) to exactly ``migrations``. Sends no signals."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    done = executor.loader.applied_migrations
    whole = executor.migration_plan(leaves, clean_start=True)
    plan = [step for step in whole if (key := (step[0].app_label, step[0].name)) in migrations and key not in done]
    executor.migrate(leaves, plan=plan)
