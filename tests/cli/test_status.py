"""``touchstone status`` and ``touchstone minute``: for whoever runs the site."""

from __future__ import annotations

import re
from pathlib import Path

from tests.apps.post.test_sending import written
from tests.processes import run
from touchstone.apps.upkeep import services
from touchstone.apps.upkeep.models import Job


def test_it_says_what_is_wrong_and_what_waits(transactional_db: None) -> None:
    written()
    done = run("status")
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "WRONG  workers     0 seen in the last minute" in said
    assert "mail   1 waiting" in said
    assert "log    " in said


def test_once_all_is_done_it_is_well(transactional_db: None) -> None:
    services.begin(name="one")
    assert run("minute").returncode == 0
    done = run("status")
    assert done.returncode == 0, done.stdout
    assert b"WRONG" not in done.stdout
    assert b"worker one since" in done.stdout
    assert b"job    clear old mail: last 20" in done.stdout


def test_the_trouble_of_a_job_is_shown_here(transactional_db: None) -> None:
    run("minute")
    Job.objects.filter(name="clear old mail").update(trouble="OSError: no room left")
    assert b"clear old mail: last" in run("status").stdout
    assert b"; failing: OSError: no room left" in run("status").stdout


def test_without_its_tables_every_command_is_one_clear_line(transactional_db: None) -> None:
    for words in (["status"], ["minute"], ["mail", "list"]):
        done = run(*words, TOUCHSTONE_DATABASE="sqlite::memory:")
        assert done.returncode in (1, 2)
        assert b"Traceback" not in done.stdout
        assert len(done.stderr.decode().splitlines()) <= 1, done.stderr


def test_a_database_that_was_never_prepared_is_said_to_lack_just_that(transactional_db: None, tmp_path: Path) -> None:
    done = run("status", TOUCHSTONE_DATABASE=f"sqlite:{tmp_path / 'empty.sqlite3'}")
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 2
    assert re.fullmatch(r"WRONG  migrations  \d+ still to be applied: run `touchstone prepare`", lines[1])


def test_a_database_that_is_away_is_two_lines_and_no_traceback(transactional_db: None) -> None:
    done = run("status", TOUCHSTONE_DATABASE="sqlite:/nowhere/at/all.sqlite3")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["The health check “database” failed: unable to open database file"]
    assert done.stdout.decode().splitlines() == ["WRONG  database    failed; the log of the process says why"]
