"""Backups of older and newer versions; databases of older and newer versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation.places import KINDS, PAIRS, Place, new_place
from touchstone.installation.archive.reading import opened
from touchstone.installation.archive.writing import writing

# Our apps as they first landed, with everything else they stand on.
AS_FIRST_LANDED = """
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from touchstone.installation.applied import migrate_to, tables_at, applied
from touchstone.installation.prepare import make_folders
make_folders()
ours = {"records", "people", "plans", "apprenticeships", "portfolio", "gateway", "assessment", "results"}
later = {config.label for config in apps.get_app_configs() if config.name.startswith("touchstone.")}
later |= {"account", "mfa", "usersessions", "django_tasks_database"}
nodes = [node for node in MigrationLoader(None).graph.nodes if node[0] not in later]
nodes += [(app, "0001_initial") for app in sorted(ours)] + [("account", "0001_initial")]
migrate_to(nodes)
assert applied() == set(nodes)
people = tables_at(nodes)
"""
OLD_ROWS = (
    AS_FIRST_LANDED
    + """
import datetime as dt, uuid
Organisation, User = people.get_model("people.Organisation"), people.get_model("people.User")
Membership = people.get_model("people.Membership")
one = Organisation.objects.create(kind="employer", name="Harbour Care (demo)")
ann = User.objects.create(email="ann@example.org", name="Ann (demo)")
User.objects.filter(pk=ann.pk).update(joined=dt.datetime(2020, 2, 29, 12, 30, 15, 123456, tzinfo=dt.UTC))
Membership.objects.create(person=ann, organisation=one, role="apprentice", since=dt.date(2020, 2, 29))
"""
)
NEW_ROWS = """
from touchstone.apps.people.models import Membership
from touchstone.installation.applied import waiting
assert waiting() == []
one = Membership.objects.select_related("person", "organisation").get()
print(one.person.joined.isoformat(), one.since, one.organisation.name)
"""


def old_place(kind: str, folder: Path) -> Place:
    place = new_place(kind, folder)
    place.python(OLD_ROWS)
    return place


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_backup_of_the_first_version_is_restored_and_brought_up_to_date(
    source: str, target: str, tmp_path: Path
) -> None:
    archive, place = tmp_path / "old.tar", new_place(target, tmp_path)
    made = old_place(source, tmp_path).run("backup", str(archive))
    assert made.returncode == 0, made.stderr
    answer = place.run("restore", str(archive))
    assert answer.returncode == 0, answer.stderr
    assert place.python(NEW_ROWS) == "2020-02-29T12:30:15.123456+00:00 2020-02-29 Harbour Care (demo)"


def test_an_old_backup_needs_a_place_without_newer_tables(tmp_path: Path) -> None:
    archive, place = tmp_path / "old.tar", new_place("sqlite", tmp_path)
    assert old_place("sqlite", tmp_path).run("backup", str(archive)).returncode == 0
    assert place.run("prepare").returncode == 0
    answer = place.run("restore", str(archive))
    assert answer.returncode == 2
    assert "newer than the backup" in answer.stderr


def test_a_backup_of_a_newer_version_is_refused_and_says_what_to_do(saved: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.tar"
    with opened(saved) as reader, writing(newer) as writer:
        header = reader.header()
        header.migrations.append(("people", "9999_from_the_future"))
        writer.begin(header)
        for name in header.tables:
            writer.table(name, [])
    place = new_place("sqlite", tmp_path)
    answer = place.run("restore", str(newer))
    assert answer.returncode == 2
    assert "made by a newer version" in answer.stderr
    assert "Install that version or a later one" in answer.stderr
    assert list(place.data.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_database_is_brought_up_to_date_once(kind: str, tmp_path: Path) -> None:
    place = old_place(kind, tmp_path)
    first, second = place.run("prepare"), place.run("prepare")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "The database is up to date: " in first.stdout
    assert "The database was up to date." in second.stdout
    assert place.python(NEW_ROWS).endswith("Harbour Care (demo)")


FROM_THE_FUTURE = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("people", "9999_from_the_future")
"""


def test_a_newer_database_is_left_as_it_is(tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    assert place.run("prepare").returncode == 0
    place.python(FROM_THE_FUTURE)
    content = Path(place.database.removeprefix("sqlite:")).read_bytes()
    for words in (["prepare"], ["backup", str(tmp_path / "one.tar")]):
        answer = place.run(*words)
        assert answer.returncode == 2
        assert "newer version" in answer.stderr
    assert Path(place.database.removeprefix("sqlite:")).read_bytes() == content
    assert "newer version" in place.run("check").stdout
