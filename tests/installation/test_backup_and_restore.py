"""A backup brought back into an empty place is the same in everything, whatever the database."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installation.places import KINDS, PAIRS, Place, new_place, told
from touchstone.installation.archive.reading import opened

DEMO_KEY = "demo-only: production settings refuse this key"
LOG_GOES_ON = """
from django.db import DatabaseError, transaction
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation
from touchstone.apps.portfolio.models import Evidence, EvidenceKsb
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.verify import verify
newest = EvidenceKsb.objects.latest("id").pk
assert EvidenceKsb.objects.create(evidence=Evidence.objects.first(), code="Z1").pk > newest
head = LogEntry.objects.latest("number")
assert log("note.kept", who=SYSTEM, on=Organisation.objects.first()).previous == head.hash
assert verify() == []
try:
    with transaction.atomic():
        LogEntry.objects.filter(number=1).delete()
except DatabaseError as error:
    print(error)
"""


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_everything_comes_back(source: str, target: str, world_of: Callable[[str], Place], tmp_path: Path) -> None:
    first, second = tmp_path / "first.tar", tmp_path / "second.tar"
    made = world_of(source).run("backup", str(first))
    assert made.returncode == 0, made.stderr
    place = new_place(target, tmp_path)
    restored = place.run("restore", str(first))
    assert restored.returncode == 0, restored.stderr
    with opened(first) as reader:
        number, digest = reader.header().head or (0, "")
    assert f"ends at {number}:{digest}, as in the backup" in restored.stdout
    assert f"The log ends at {number}:{digest}" in made.stdout
    assert place.run("backup", str(second)).returncode == 0
    before, after = told(first), told(second)
    assert len(before["files"]) > 100
    assert len(before["tables/records.logentry"]) == number > 500
    assert before["data"] != []
    assert after == before
    assert "records are append-only" in place.python(LOG_GOES_ON)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_meanwhile_is_neither_held_up_nor_half_in_it(
    kind: str, world_of: Callable[[str], Place], tmp_path: Path
) -> None:
    """While the backup has its moment open, another process writes an entry, an organisation and a file."""
    place, archive = world_of(kind), tmp_path / "meanwhile.tar"
    said = place.python(
        f"""
import subprocess, sys
from pathlib import Path
from touchstone.apps.records.models import ChainHead
from touchstone.installation.backup import backup
before = ChainHead.objects.get()
def say(words):
    print(words)
    if "tables" in words:
        subprocess.run([sys.executable, "-c", '''
import django; django.setup()
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.people.services import make_organisation
make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Written meanwhile (demo)")
'''], check=True, timeout=20)
made = backup(Path({str(archive)!r}), say=say)
assert made.head == (before.number, before.hash)
after = ChainHead.objects.get()
assert after.number > before.number
print(before.number, after.number)
"""
    )
    number = int(said.splitlines()[-1].split()[0])
    rows = told(archive)
    assert len(rows["tables/records.logentry"]) == number
    assert not any("Written meanwhile" in row for row in rows["tables/people.organisation"])
    assert new_place(kind, tmp_path).run("restore", str(archive)).returncode == 0


def test_only_its_owner_may_read_it_and_nothing_is_replaced(world_of: Callable[[str], Place], tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    assert world_of("sqlite").run("backup", str(archive)).returncode == 0
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    content = archive.read_bytes()
    again = world_of("sqlite").run("backup", str(archive))
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert archive.read_bytes() == content
    assert list(tmp_path.iterdir()) == [archive]


def test_a_full_disk_leaves_nothing_behind(world_of: Callable[[str], Place], tmp_path: Path) -> None:
    def little_room() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    answer = world_of("sqlite").run("backup", str(tmp_path / "one.tar"), preexec_fn=little_room)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
    assert "file too large" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_told_to_stop_it_leaves_nothing_behind(world_of: Callable[[str], Place], tmp_path: Path) -> None:
    stopped = world_of("sqlite").python(
        f"""
import builtins, os, signal
from touchstone.cli.main import main
real = print
builtins.print = lambda *words, **how: real(*words, **how) or os.kill(os.getpid(), signal.SIGTERM)
code = main(["backup", {str(tmp_path / "one.tar")!r}])
real(code)
"""
    )
    assert stopped.splitlines() == ["Saving the tables …", "2"]
    assert list(tmp_path.iterdir()) == []


def test_storage_that_does_not_answer_ends_it_in_one_line(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    assert place.run("restore", str(saved)).returncode == 0
    name = told(saved)["files"][0].split()[0].removeprefix("files/")
    (place.data / "files" / name).unlink()
    (place.data / "files" / name).mkdir()
    answer = place.run("backup", str(tmp_path / "two.tar"))
    assert answer.returncode == 2
    assert f"Storage does not give the file {name}" in answer.stderr
    assert not (tmp_path / "two.tar").exists()


def test_a_folder_that_is_not_there_is_one_line(world_of: Callable[[str], Place], tmp_path: Path) -> None:
    answer = world_of("sqlite").run("backup", str(tmp_path / "nowhere" / "one.tar"))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1


def test_where_there_is_nothing_nothing_is_saved_or_made(tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    answer = place.run("backup", str(tmp_path / "one.tar"))
    assert answer.returncode == 2
    assert "nothing to save" in answer.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_is_lost_is_named_by_the_backup_and_not_missed_by_the_restore(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    assert place.run("restore", str(saved)).returncode == 0
    lost, changed = sorted((place.data / "files").iterdir())[:2]
    lost.unlink()
    changed.write_bytes(b"other")
    made = place.run("backup", str(tmp_path / "two.tar"))
    assert made.returncode == 1
    assert lost.name in made.stderr
    assert changed.name in made.stderr
    restored = new_place("sqlite", tmp_path).run("restore", str(tmp_path / "two.tar"))
    assert restored.returncode == 0, restored.stderr
    assert "2 files were not there any more, or not as given" in restored.stdout


def test_a_file_deleted_meanwhile_is_told_and_is_no_trouble(saved: Path, tmp_path: Path) -> None:
    place, archive = new_place("sqlite", tmp_path), tmp_path / "two.tar"
    assert place.run("restore", str(saved)).returncode == 0
    said = place.python(
        f"""
from pathlib import Path
from django.core.files.storage import default_storage
from touchstone.apps.portfolio.models import EvidenceFile, StoredFile, SubmittedItem
from touchstone.installation.backup import backup
file = StoredFile.objects.exclude(pk__in=SubmittedItem.files.through.objects.values("storedfile")).filter(
    attachment__isnull=False).first()
def say(words):
    if "files" in words:
        EvidenceFile.objects.filter(file=file).delete()
        file.delete()
        default_storage.delete(file.key)
made = backup(Path({str(archive)!r}), say=say)
assert (made.lost, made.gone) == ([], [file.key])
print(file.key)
"""
    )
    assert f"files/{said}" not in " ".join(told(archive)["files"])
    assert new_place("sqlite", tmp_path).run("restore", str(archive)).returncode == 0


@pytest.mark.parametrize("named_as_old", [False, True])
def test_another_secret_key_is_told(named_as_old: bool, saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    place.more = {
        "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
        "TOUCHSTONE_SECRET_KEY": "another-secret-key-of-at-least-fifty-characters-0123456789",
        "TOUCHSTONE_HOSTS": "touchstone.example",
        **({"TOUCHSTONE_OLD_SECRET_KEYS": DEMO_KEY} if named_as_old else {}),
    }
    assert ("The secret key is another" in place.run("restore", str(saved)).stdout) is not named_as_old


@pytest.mark.parametrize("kind", KINDS)
def test_killed_in_the_middle_it_has_brought_back_no_row_and_can_be_asked_again(
    kind: str, saved: Path, tmp_path: Path
) -> None:
    place = new_place(kind, tmp_path)
    program = f"""
import os, signal
from pathlib import Path
from touchstone.installation.archive.reading import opened
from touchstone.installation.restore import restore
def say(words):
    if "Comparing" in words:
        os.kill(os.getpid(), signal.SIGKILL)
with opened(Path({str(saved)!r})) as reader:
    restore(reader, say=say)
"""
    killed = place._python("-c", f"import django; django.setup()\n{program}")
    assert killed.returncode == -9, killed.stderr
    assert place.python("from touchstone.apps.people.models import User; print(User.objects.count())") == "0"
    again = place.run("restore", str(saved))
    assert again.returncode == 0, again.stderr
    assert "the same" in again.stdout


def test_only_an_empty_place_is_restored_into(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    assert place.run("restore", str(saved)).returncode == 0
    again = place.run("restore", str(saved))
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_a_place_that_was_prepared_is_empty_too(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    assert place.run("prepare").returncode == 0
    assert place.run("restore", str(saved)).returncode == 0


def test_a_file_of_somebody_elses_in_the_way_is_left_alone(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    name = told(saved)["files"][0].split()[0].removeprefix("files/")
    (place.data / "files").mkdir(parents=True)
    (place.data / "files" / name).write_bytes(b"somebody else's")
    answer = place.run("restore", str(saved))
    assert answer.returncode == 2
    assert f"another file under the key {name}" in answer.stderr
    assert (place.data / "files" / name).read_bytes() == b"somebody else's"
    assert place.python("from touchstone.apps.people.models import User; print(User.objects.count())") == "0"


def test_a_backup_into_a_folder_that_is_not_there_names_the_folder(
    world_of: Callable[[str], Place], tmp_path: Path
) -> None:
    answer = world_of("sqlite").run("backup", str(tmp_path / "gone" / "one.tar"))
    assert answer.returncode == 2
    assert answer.stderr == (
        f"touchstone: There is no folder {tmp_path / 'gone'}: make it first, or choose another place.\n"
    )


def test_a_worker_of_the_place_that_was_saved_does_not_pass_for_one_of_the_new_place(tmp_path: Path) -> None:
    source, target = new_place("sqlite", tmp_path), new_place("sqlite", tmp_path)
    source.run("prepare")
    source.python("from touchstone.apps.upkeep.services import begin; begin(name='one')")
    assert "No worker runs" not in source.run("check").stdout
    assert source.run("backup", str(tmp_path / "one.tar")).returncode == 0
    assert target.run("restore", str(tmp_path / "one.tar")).returncode == 0
    assert "To do: No worker runs" in target.run("check").stdout
